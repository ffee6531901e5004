iptables -A INPUT -s 10.252.10.251 -m comment --comment 110251 -j ACCEPT
