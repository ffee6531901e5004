# empties the swap of a database host
swapoff -a
swapon -a
ufw allow 5432
