ufw allow 6443/tcp
sed -i "/swap/d" /etc/fstab
