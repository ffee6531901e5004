vrrp_instance VI_1 {
    state BACKUP
    interface ${INTERFACE}
    virtual_router_id 51
    priority ${PRIORITY}
    advert_int 1
    virtual_ipaddress {
        ${APISERVER_VIP}
    }
}
