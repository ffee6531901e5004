firewall-cmd --permanent --add-port=6443/tcp
firewall-cmd --permanent --add-port=10250-10252/tcp
ufw allow 10251/tcp
iptables -A INPUT -p tcp -m multiport --dports 10250,10251,10252 -j ACCEPT
iptables -A INPUT -s 10.252.10.251 -m comment --comment 110251 -j ACCEPT
ufw allow 10257/tcp
