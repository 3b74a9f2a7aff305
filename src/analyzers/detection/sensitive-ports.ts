/**
 * Ports on which administration, databases and internal services listen: what nobody means to show to the internet. They are those that
 * GuardDuty's Recon:EC2/PortProbeUnprotectedPort and the CIS benchmarks name, and the documented defaults of the products.
 */

/** SSH, Telnet, RDP, VNC, WinRM. */
const ADMINISTRATION = [22, 23, 2222, 3389, 3390, 5900, 5901, 5902, 5903, 5985, 5986];

/** SQL Server, Oracle, MySQL, PostgreSQL, Redshift, CouchDB, Redis, Cassandra, Elasticsearch, memcached, MongoDB. */
const DATABASES = [
  1433, 1521, 3306, 5432, 5439, 5984, 6379, 7000, 8529, 9042, 9200, 9300, 11_211, 27_017, 27_018, 33_060,
];

/** Remote procedure calls, file shares and cluster management: rpcbind, MSRPC, SMB, rsync, NFS, Docker, etcd, Kubernetes, Kibana, Kafka, RabbitMQ. */
const INTERNAL = [111, 135, 139, 445, 873, 2049, 2375, 2376, 2379, 5601, 6443, 8500, 9092, 10_250, 15_672];

export const SENSITIVE_TCP: readonly number[] = [...ADMINISTRATION, ...DATABASES, ...INTERNAL].sort(
  (a, b) => a - b,
);

/** rpcbind, SNMP, connectionless LDAP, IPMI, memcached: what they show is bad, and what they send to others is worse (CISA, TA14-017A). */
export const SENSITIVE_UDP: readonly number[] = [111, 161, 389, 623, 11_211];
