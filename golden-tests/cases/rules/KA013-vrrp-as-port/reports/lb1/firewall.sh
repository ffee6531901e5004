#!/bin/bash
sudo firewall-cmd --permanent --add-port=8443/tcp
sudo firewall-cmd --permanent --add-port=112/tcp
sudo firewall-cmd --reload
