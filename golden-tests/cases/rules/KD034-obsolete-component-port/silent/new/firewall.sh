ufw allow 10257/tcp
ufw allow 10259/tcp
