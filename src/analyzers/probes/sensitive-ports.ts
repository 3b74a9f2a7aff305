/** Ports on which hosts are administered, and those of databases: what an intruder tries first. */

/** SSH, telnet, RPC, NetBIOS, SMB, RDP and WinRM: the administration ports of Elastic's network sweep rule that servers have. */
export const ADMINISTRATION_PORTS = [22, 23, 135, 139, 445, 3389, 5985, 5986] as const;

export const DATABASE_PORTS = [1433, 1521, 3306, 5432, 5439, 6379, 9042, 9200, 11_211, 27_017] as const;

/** With FTP and VNC, which are tried with them. */
export const SENSITIVE_PORTS: readonly number[] = [21, ...ADMINISTRATION_PORTS, 5900, ...DATABASE_PORTS];
