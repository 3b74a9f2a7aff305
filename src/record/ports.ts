/** The services that matter in a VPC, by port: what a number in a record probably is. A port is a habit, not a proof of what runs there. */

export interface Service {
  readonly port: number;
  /** IANA protocol numbers: 6 is TCP, 17 UDP. */
  readonly protocols: readonly number[];
  /** One word, by which the service can be asked for: `postgresql`. */
  readonly name: string;
  /** For people: `PostgreSQL, Aurora PostgreSQL`. */
  readonly title: string;
}

/** Port, transport, word, title. Ports from IANA's registry and the documentation of the products named. */
const TABLE = `
7 tcp+udp echo Echo
9 tcp+udp discard Discard
17 tcp+udp qotd Quote of the Day
19 tcp+udp chargen Character Generator
20 tcp ftp-data FTP data
21 tcp ftp FTP
22 tcp ssh SSH
23 tcp telnet Telnet
25 tcp smtp SMTP
43 tcp whois Whois
49 tcp tacacs TACACS+
53 tcp+udp dns DNS
67 udp dhcp DHCP server
68 udp dhcp-client DHCP client
69 udp tftp TFTP
80 tcp+udp http HTTP
81 tcp http-alt-81 HTTP, alternative port
88 tcp+udp kerberos Kerberos
102 tcp iso-tsap ISO transport (S7)
110 tcp pop3 POP3
111 tcp+udp rpcbind RPC portmapper
119 tcp nntp NNTP
123 udp ntp NTP
135 tcp msrpc Microsoft RPC endpoint mapper
137 tcp+udp netbios-ns NetBIOS name service
138 udp netbios-dgm NetBIOS datagram
139 tcp netbios-ssn NetBIOS session
143 tcp imap IMAP
161 tcp+udp snmp SNMP
162 tcp+udp snmptrap SNMP traps
179 tcp bgp BGP
194 tcp irc IRC
389 tcp+udp ldap LDAP
427 tcp+udp slp Service Location Protocol
443 tcp+udp https HTTPS
445 tcp smb SMB
464 tcp+udp kpasswd Kerberos password change
465 tcp smtps SMTP over TLS
500 udp isakmp IKE (IPsec key exchange)
502 tcp modbus Modbus
512 tcp rexec Remote exec
513 tcp rlogin Remote login
514 tcp rsh Remote shell
514 udp syslog Syslog
515 tcp lpd Line printer
520 udp rip RIP
521 udp ripng RIPng
523 tcp db2-das DB2 administration
546 udp dhcpv6-client DHCPv6 client
547 udp dhcpv6 DHCPv6 server
548 tcp afp Apple file sharing
554 tcp+udp rtsp RTSP
587 tcp submission Mail submission
593 tcp rpc-http RPC over HTTP
623 udp ipmi IPMI
631 tcp+udp ipp Printing (IPP)
636 tcp ldaps LDAP over TLS
646 tcp+udp ldp MPLS label distribution
853 tcp+udp dns-tls DNS over TLS or QUIC
860 tcp iscsi-system iSCSI
873 tcp rsync rsync
902 tcp vmware-auth VMware ESXi
988 tcp lustre Lustre (Amazon FSx)
989 tcp ftps-data FTP data over TLS
990 tcp ftps FTP over TLS
992 tcp telnets Telnet over TLS
993 tcp imaps IMAP over TLS
995 tcp pop3s POP3 over TLS
1080 tcp socks SOCKS proxy
1099 tcp rmi Java RMI registry
1194 tcp+udp openvpn OpenVPN
1352 tcp lotus-notes Lotus Notes
1414 tcp ibm-mq IBM MQ
1433 tcp mssql Microsoft SQL Server
1434 udp mssql-browser SQL Server Browser
1521 tcp oracle Oracle Database
1522 tcp oracle-alt Oracle Database, alternative port
1526 tcp oracle-old Oracle Database, older port
1645 udp radius-old RADIUS, older port
1646 udp radius-acct-old RADIUS accounting, older port
1688 tcp kms Windows activation (KMS)
1701 udp l2tp L2TP
1720 tcp h323 H.323
1723 tcp pptp PPTP
1812 udp radius RADIUS
1813 udp radius-acct RADIUS accounting
1883 tcp mqtt MQTT
1900 udp ssdp SSDP
1935 tcp rtmp RTMP
2049 tcp+udp nfs NFS (Amazon EFS)
2181 tcp zookeeper ZooKeeper
2222 tcp ssh-alt SSH, alternative port
2375 tcp docker Docker API without TLS
2376 tcp docker-tls Docker API
2377 tcp docker-swarm Docker Swarm
2379 tcp etcd etcd client
2380 tcp etcd-peer etcd peer
2404 tcp iec104 IEC 60870-5-104
2483 tcp oracle-tcp Oracle Database
2484 tcp oracle-tls Oracle Database over TLS
2525 tcp smtp-alt SMTP, alternative port
2888 tcp zookeeper-peer ZooKeeper peers
3000 tcp dev-http HTTP (Grafana, Node.js)
3001 tcp dev-http-alt HTTP, alternative port
3128 tcp squid Squid proxy
3260 tcp iscsi iSCSI
3268 tcp ldap-gc Active Directory global catalog
3269 tcp ldaps-gc Active Directory global catalog over TLS
3283 udp ard Apple Remote Desktop
3300 tcp ceph-mon Ceph monitor
3306 tcp mysql MySQL, MariaDB, Aurora MySQL
3389 tcp+udp rdp RDP
3478 tcp+udp stun STUN, TURN
3479 udp stun-alt STUN, alternative port
3689 tcp daap iTunes sharing
3690 tcp svn Subversion
3702 udp wsd WS-Discovery
3888 tcp zookeeper-election ZooKeeper election
4040 tcp spark-ui Spark UI
4172 tcp+udp pcoip PCoIP (Amazon WorkSpaces)
4195 tcp+udp dcv-workspaces Amazon DCV for WorkSpaces
4222 tcp nats NATS
4317 tcp otlp OpenTelemetry (gRPC)
4318 tcp otlp-http OpenTelemetry (HTTP)
4369 tcp epmd Erlang port mapper (RabbitMQ)
4444 tcp selenium Selenium; a habit of remote shells
4500 udp ipsec-nat IPsec NAT traversal
4505 tcp salt Salt publish
4506 tcp salt-ret Salt return
4569 udp iax Asterisk IAX
4646 tcp nomad Nomad
4647 tcp nomad-rpc Nomad RPC
4789 udp vxlan VXLAN (traffic mirroring)
5000 tcp registry HTTP (Docker registry, Flask)
5001 tcp iperf iperf
5004 udp rtp RTP
5044 tcp beats Logstash Beats input
5060 tcp+udp sip SIP
5061 tcp sips SIP over TLS
5201 tcp+udp iperf3 iperf3
5222 tcp xmpp XMPP
5269 tcp xmpp-server XMPP between servers
5353 udp mdns Multicast DNS
5355 udp llmnr LLMNR
5432 tcp postgresql PostgreSQL, Aurora PostgreSQL
5433 tcp postgresql-alt PostgreSQL, alternative port
5439 tcp redshift Amazon Redshift
5555 tcp adb Android debug bridge
5601 tcp kibana Kibana
5666 tcp nrpe Nagios agent
5671 tcp amqps AMQP over TLS
5672 tcp amqp AMQP (RabbitMQ)
5683 udp coap CoAP
5701 tcp hazelcast Hazelcast
5800 tcp vnc-http VNC over HTTP
5900 tcp vnc VNC
5901 tcp vnc-1 VNC, display 1
5984 tcp couchdb CouchDB
5985 tcp winrm WinRM
5986 tcp winrm-tls WinRM over TLS
6000 tcp x11 X11
6066 tcp spark-rest Spark REST
6081 udp geneve GENEVE (Gateway Load Balancer)
6123 tcp flink Flink
6379 tcp redis Redis, Valkey
6380 tcp redis-tls Redis over TLS
6432 tcp pgbouncer PgBouncer
6443 tcp kubernetes-api Kubernetes API
6514 tcp syslog-tls Syslog over TLS
6543 tcp pgbouncer-alt PgBouncer pooler
6660 tcp irc-6660 IRC
6667 tcp irc-6667 IRC
6697 tcp ircs IRC over TLS
6783 tcp+udp weave Weave Net
6831 udp jaeger Jaeger agent
6881 tcp+udp bittorrent BitTorrent
7000 tcp cassandra-peer Cassandra between nodes
7001 tcp weblogic WebLogic, Cassandra over TLS
7077 tcp spark Spark master
7199 tcp cassandra-jmx Cassandra JMX
7474 tcp neo4j-http Neo4j HTTP
7547 tcp tr069 TR-069
7687 tcp neo4j Neo4j Bolt
7946 tcp+udp serf Serf gossip (Docker Swarm, MetalLB)
8000 tcp http-8000 HTTP, alternative port
8008 tcp http-8008 HTTP, alternative port
8009 tcp ajp AJP
8020 tcp hdfs HDFS NameNode
8080 tcp http-alt HTTP, alternative port
8081 tcp http-8081 HTTP, alternative port
8086 tcp influxdb InfluxDB
8088 tcp splunk-hec Splunk HEC, YARN
8089 tcp splunk-mgmt Splunk management
8090 tcp http-8090 HTTP, alternative port
8111 tcp dax Amazon DAX
8123 tcp clickhouse-http ClickHouse HTTP
8125 udp statsd StatsD
8126 tcp datadog-apm Datadog traces
8140 tcp puppet Puppet
8161 tcp activemq-web ActiveMQ console
8172 tcp msdeploy Microsoft Web Deploy
8182 tcp neptune Amazon Neptune
8200 tcp vault Vault
8201 tcp vault-cluster Vault cluster
8300 tcp consul-rpc Consul RPC
8301 tcp+udp consul-serf Consul gossip in a LAN
8302 tcp+udp consul-wan Consul gossip in a WAN
8333 tcp bitcoin Bitcoin
8443 tcp+udp https-alt HTTPS, alternative port (Amazon DCV)
8472 udp flannel Flannel VXLAN
8500 tcp consul Consul HTTP
8545 tcp ethereum Ethereum RPC
8600 tcp+udp consul-dns Consul DNS
8834 tcp nessus Nessus
8883 tcp mqtts MQTT over TLS
8888 tcp jupyter HTTP (Jupyter)
8889 tcp dax-tls Amazon DAX over TLS
9000 tcp http-9000 HTTP (SonarQube, MinIO), ClickHouse
9042 tcp cassandra Cassandra, Amazon Keyspaces
9090 tcp prometheus Prometheus
9091 tcp pushgateway Prometheus push gateway
9092 tcp kafka Kafka (Amazon MSK)
9093 tcp alertmanager Alertmanager
9094 tcp kafka-tls Kafka over TLS (Amazon MSK)
9096 tcp kafka-scram Kafka with SASL/SCRAM (Amazon MSK)
9098 tcp kafka-iam Kafka with IAM (Amazon MSK)
9100 tcp node-exporter Prometheus node exporter, raw printing
9142 tcp keyspaces Amazon Keyspaces over TLS
9160 tcp cassandra-thrift Cassandra Thrift
9200 tcp elasticsearch Elasticsearch, OpenSearch
9300 tcp elasticsearch-peer Elasticsearch between nodes
9411 tcp zipkin Zipkin
9418 tcp git Git
9443 tcp https-9443 HTTPS, alternative port
9600 tcp logstash Logstash API
9876 tcp rocketmq RocketMQ
9997 tcp splunk Splunk forwarder
9999 tcp http-9999 HTTP, alternative port
10000 tcp webmin Webmin, NDMP
10050 tcp zabbix-agent Zabbix agent
10051 tcp zabbix Zabbix server
10250 tcp kubelet Kubernetes kubelet
10255 tcp kubelet-read Kubernetes kubelet, read-only
10256 tcp kube-proxy kube-proxy health
10257 tcp kube-controller Kubernetes controller manager
10259 tcp kube-scheduler Kubernetes scheduler
11211 tcp+udp memcached Memcached
12865 tcp netperf netperf
15017 tcp istio-webhook Istio webhook
15021 tcp istio-health Istio health
15672 tcp rabbitmq RabbitMQ console
16379 tcp redis-cluster Redis cluster bus
18080 tcp spark-history Spark history
19132 udp minecraft-bedrock Minecraft (Bedrock)
20880 tcp dubbo Dubbo
24224 tcp+udp fluentd Fluentd
25565 tcp minecraft Minecraft
26257 tcp cockroachdb CockroachDB
26379 tcp redis-sentinel Redis Sentinel
27017 tcp mongodb MongoDB, Amazon DocumentDB
27018 tcp mongodb-shard MongoDB shard
27019 tcp mongodb-config MongoDB configuration server
28015 tcp rethinkdb RethinkDB
28017 tcp mongodb-http MongoDB HTTP
33060 tcp mysqlx MySQL X protocol
41641 udp tailscale Tailscale
44818 tcp+udp ethernet-ip EtherNet/IP
47808 udp bacnet BACnet
50000 tcp db2 DB2
50070 tcp hdfs-ui HDFS NameNode UI
51820 udp wireguard WireGuard
61616 tcp activemq ActiveMQ
61617 tcp activemq-tls ActiveMQ over TLS
`;

const PROTOCOLS_OF: ReadonlyMap<string, readonly number[]> = new Map([
  ['tcp', [6]],
  ['udp', [17]],
  ['tcp+udp', [6, 17]],
]);

function serviceIn(row: string): Service {
  const [port = '', transport = '', name = '', ...title] = row.split(' ');
  return { port: Number(port), protocols: PROTOCOLS_OF.get(transport) ?? [], name, title: title.join(' ') };
}

export const SERVICES: readonly Service[] = TABLE.trim().split('\n').map(serviceIn);

/** What people also call them. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['domain', 'dns'],
  ['postgres', 'postgresql'],
  ['pg', 'postgresql'],
  ['mariadb', 'mysql'],
  ['aurora', 'mysql'],
  ['sqlserver', 'mssql'],
  ['ms-sql', 'mssql'],
  ['mongo', 'mongodb'],
  ['documentdb', 'mongodb'],
  ['valkey', 'redis'],
  ['opensearch', 'elasticsearch'],
  ['remote-desktop', 'rdp'],
  ['efs', 'nfs'],
  ['cifs', 'smb'],
  ['rabbitmq-amqp', 'amqp'],
  ['msk', 'kafka'],
  ['ike', 'isakmp'],
]);

const servicesByPort = new Map<number, readonly Service[]>();
for (const service of SERVICES) {
  servicesByPort.set(service.port, [...(servicesByPort.get(service.port) ?? []), service]);
}

/** The service of a port. Without a protocol, of any; undefined where the protocol is neither TCP nor UDP. */
export function serviceAt(port: number, protocol: number | null): Service | undefined {
  return servicesByPort.get(port)?.find(({ protocols }) => protocol === null || protocols.includes(protocol));
}

/** The word for a port: `https`. */
export function serviceName(port: number, protocol: number | null): string | undefined {
  return serviceAt(port, protocol)?.name;
}

/** Whether a port is one that a known service listens on. */
export function isServicePort(port: number, protocol: number | null): boolean {
  return serviceAt(port, protocol) !== undefined;
}

/** The services that a word names, in any case: `https`, `postgres`. Empty for a word that names none. */
export function servicesNamed(word: string): readonly Service[] {
  const lower = word.trim().toLowerCase();
  const wanted = OTHER_WORDS.get(lower) ?? lower;
  return SERVICES.filter(({ name }) => name === wanted);
}
