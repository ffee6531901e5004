ufw allow 10251/tcp
