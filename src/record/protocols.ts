/** The protocols of the IP header: every number from 0 to 255, its keyword and what it stands for. */

/** IANA protocol numbers of those that most traffic is. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

export interface Protocol {
  readonly number: number;
  /** The registry's keyword; empty where it has none. */
  readonly keyword: string;
  readonly name: string;
  readonly status: 'assigned' | 'unassigned' | 'experimental' | 'reserved';
}

/** Keyword and name of 0, 1, 2 … (IANA, "Assigned Internet Protocol Numbers"). */
const ASSIGNED: readonly (readonly [keyword: string, name: string])[] = [
  ['HOPOPT', 'IPv6 hop-by-hop option'],
  ['ICMP', 'Internet Control Message'],
  ['IGMP', 'Internet Group Management'],
  ['GGP', 'Gateway-to-Gateway'],
  ['IPv4', 'IPv4 encapsulation'],
  ['ST', 'Stream'],
  ['TCP', 'Transmission Control'],
  ['CBT', 'Core Based Trees'],
  ['EGP', 'Exterior Gateway Protocol'],
  ['IGP', 'any private interior gateway'],
  ['BBN-RCC-MON', 'BBN RCC Monitoring'],
  ['NVP-II', 'Network Voice Protocol'],
  ['PUP', 'PARC Universal Packet'],
  ['ARGUS', 'ARGUS (deprecated)'],
  ['EMCON', 'EMCON'],
  ['XNET', 'Cross Net Debugger'],
  ['CHAOS', 'Chaos'],
  ['UDP', 'User Datagram'],
  ['MUX', 'Multiplexing'],
  ['DCN-MEAS', 'DCN Measurement Subsystems'],
  ['HMP', 'Host Monitoring'],
  ['PRM', 'Packet Radio Measurement'],
  ['XNS-IDP', 'XEROX NS IDP'],
  ['TRUNK-1', 'Trunk-1'],
  ['TRUNK-2', 'Trunk-2'],
  ['LEAF-1', 'Leaf-1'],
  ['LEAF-2', 'Leaf-2'],
  ['RDP', 'Reliable Data Protocol'],
  ['IRTP', 'Internet Reliable Transaction'],
  ['ISO-TP4', 'ISO Transport Protocol Class 4'],
  ['NETBLT', 'Bulk Data Transfer Protocol'],
  ['MFE-NSP', 'MFE Network Services Protocol'],
  ['MERIT-INP', 'MERIT Internodal Protocol'],
  ['DCCP', 'Datagram Congestion Control Protocol'],
  ['3PC', 'Third Party Connect Protocol'],
  ['IDPR', 'Inter-Domain Policy Routing Protocol'],
  ['XTP', 'XTP'],
  ['DDP', 'Datagram Delivery Protocol'],
  ['IDPR-CMTP', 'IDPR Control Message Transport'],
  ['TP++', 'TP++ Transport Protocol'],
  ['IL', 'IL Transport Protocol'],
  ['IPv6', 'IPv6 encapsulation'],
  ['SDRP', 'Source Demand Routing Protocol'],
  ['IPv6-Route', 'Routing header for IPv6'],
  ['IPv6-Frag', 'Fragment header for IPv6'],
  ['IDRP', 'Inter-Domain Routing Protocol'],
  ['RSVP', 'Reservation Protocol'],
  ['GRE', 'Generic Routing Encapsulation'],
  ['DSR', 'Dynamic Source Routing Protocol'],
  ['BNA', 'BNA'],
  ['ESP', 'Encapsulating Security Payload'],
  ['AH', 'Authentication Header'],
  ['I-NLSP', 'Integrated Net Layer Security TUBA'],
  ['SWIPE', 'IP with encryption (deprecated)'],
  ['NARP', 'NBMA Address Resolution Protocol'],
  ['Min-IPv4', 'Minimal IPv4 encapsulation'],
  ['TLSP', 'Transport Layer Security Protocol with Kryptonet key management'],
  ['SKIP', 'SKIP'],
  ['IPv6-ICMP', 'ICMP for IPv6'],
  ['IPv6-NoNxt', 'No next header for IPv6'],
  ['IPv6-Opts', 'Destination options for IPv6'],
  ['', 'any host internal protocol'],
  ['CFTP', 'CFTP'],
  ['', 'any local network'],
  ['SAT-EXPAK', 'SATNET and Backroom EXPAK'],
  ['KRYPTOLAN', 'Kryptolan'],
  ['RVD', 'MIT Remote Virtual Disk Protocol'],
  ['IPPC', 'Internet Pluribus Packet Core'],
  ['', 'any distributed file system'],
  ['SAT-MON', 'SATNET Monitoring'],
  ['VISA', 'VISA Protocol'],
  ['IPCV', 'Internet Packet Core Utility'],
  ['CPNX', 'Computer Protocol Network Executive'],
  ['CPHB', 'Computer Protocol Heart Beat'],
  ['WSN', 'Wang Span Network'],
  ['PVP', 'Packet Video Protocol'],
  ['BR-SAT-MON', 'Backroom SATNET Monitoring'],
  ['SUN-ND', 'SUN ND Protocol (temporary)'],
  ['WB-MON', 'WIDEBAND Monitoring'],
  ['WB-EXPAK', 'WIDEBAND EXPAK'],
  ['ISO-IP', 'ISO Internet Protocol'],
  ['VMTP', 'VMTP'],
  ['SECURE-VMTP', 'SECURE-VMTP'],
  ['VINES', 'VINES'],
  ['IPTM', 'Internet Protocol Traffic Manager'],
  ['NSFNET-IGP', 'NSFNET-IGP'],
  ['DGP', 'Dissimilar Gateway Protocol'],
  ['TCF', 'TCF'],
  ['EIGRP', 'EIGRP'],
  ['OSPFIGP', 'Open Shortest Path First'],
  ['Sprite-RPC', 'Sprite RPC Protocol'],
  ['LARP', 'Locus Address Resolution Protocol'],
  ['MTP', 'Multicast Transport Protocol'],
  ['AX.25', 'AX.25 Frames'],
  ['IPIP', 'IP-within-IP Encapsulation Protocol'],
  ['MICP', 'Mobile Internetworking Control Protocol (deprecated)'],
  ['SCC-SP', 'Semaphore Communications Security Protocol'],
  ['ETHERIP', 'Ethernet-within-IP Encapsulation'],
  ['ENCAP', 'Encapsulation Header'],
  ['', 'any private encryption scheme'],
  ['GMTP', 'GMTP'],
  ['IFMP', 'Ipsilon Flow Management Protocol'],
  ['PNNI', 'PNNI over IP'],
  ['PIM', 'Protocol Independent Multicast'],
  ['ARIS', 'ARIS'],
  ['SCPS', 'SCPS'],
  ['QNX', 'QNX'],
  ['A/N', 'Active Networks'],
  ['IPComp', 'IP Payload Compression Protocol'],
  ['SNP', 'Sitara Networks Protocol'],
  ['Compaq-Peer', 'Compaq Peer Protocol'],
  ['IPX-in-IP', 'IPX in IP'],
  ['VRRP', 'Virtual Router Redundancy Protocol'],
  ['PGM', 'PGM Reliable Transport Protocol'],
  ['', 'any 0-hop protocol'],
  ['L2TP', 'Layer Two Tunneling Protocol'],
  ['DDX', 'D-II Data Exchange'],
  ['IATP', 'Interactive Agent Transfer Protocol'],
  ['STP', 'Schedule Transfer Protocol'],
  ['SRP', 'SpectraLink Radio Protocol'],
  ['UTI', 'UTI'],
  ['SMP', 'Simple Message Protocol'],
  ['SM', 'Simple Multicast Protocol (deprecated)'],
  ['PTP', 'Performance Transparency Protocol'],
  ['ISIS over IPv4', 'IS-IS over IPv4'],
  ['FIRE', 'FIRE'],
  ['CRTP', 'Combat Radio Transport Protocol'],
  ['CRUDP', 'Combat Radio User Datagram'],
  ['SSCOPMCE', 'SSCOPMCE'],
  ['IPLT', 'IPLT'],
  ['SPS', 'Secure Packet Shield'],
  ['PIPE', 'Private IP Encapsulation within IP'],
  ['SCTP', 'Stream Control Transmission Protocol'],
  ['FC', 'Fibre Channel'],
  ['RSVP-E2E-IGNORE', 'RSVP-E2E-IGNORE'],
  ['Mobility Header', 'Mobility header for IPv6'],
  ['UDPLite', 'Lightweight User Datagram'],
  ['MPLS-in-IP', 'MPLS in IP'],
  ['manet', 'MANET Protocols'],
  ['HIP', 'Host Identity Protocol'],
  ['Shim6', 'Shim6 Protocol'],
  ['WESP', 'Wrapped Encapsulating Security Payload'],
  ['ROHC', 'Robust Header Compression'],
  ['Ethernet', 'Ethernet'],
  ['AGGFRAG', 'AGGFRAG encapsulation payload for ESP'],
  ['NSH', 'Network Service Header'],
  ['Homa', 'Homa'],
];

function protocolAt(number: number): Protocol {
  const [keyword, name] = ASSIGNED[number] ?? [];
  if (keyword !== undefined && name !== undefined) return { number, keyword, name, status: 'assigned' };
  // RFC 3692.
  if (number === 253 || number === 254) {
    return { number, keyword: '', name: 'use for experimentation and testing', status: 'experimental' };
  }
  if (number === 255) return { number, keyword: 'Reserved', name: 'reserved', status: 'reserved' };
  return { number, keyword: '', name: 'unassigned', status: 'unassigned' };
}

export const PROTOCOLS: readonly Protocol[] = Array.from({ length: 256 }, (_, number) => protocolAt(number));

/** Where the word people use is not the registry's keyword. */
const USUAL_WORDS: ReadonlyMap<number, string> = new Map([
  [58, 'icmpv6'],
  [89, 'ospf'],
  [124, 'isis'],
  [135, 'mobility-header'],
]);

/** Further words that are understood. */
const OTHER_WORDS: readonly (readonly [word: string, number: number])[] = [
  ['icmp6', 58],
  ['icmp-v6', 58],
  ['ip-in-ip', 4],
  ['ipencap', 4],
  ['ipsec', 50],
  ['ipsec-esp', 50],
  ['ipsec-ah', 51],
  ['udp-lite', 136],
];

const numbersByWord: ReadonlyMap<string, number> = new Map([
  ...PROTOCOLS.flatMap(({ keyword, number, status }): [string, number][] =>
    keyword === '' || status !== 'assigned' ? [] : [[keyword.toLowerCase(), number]],
  ),
  ...[...USUAL_WORDS].map(([number, word]): [string, number] => [word, number]),
  ...OTHER_WORDS,
]);

/** Undefined for what is not a number from 0 to 255. */
export function protocolOf(number: number): Protocol | undefined {
  return PROTOCOLS[number];
}

/** The number of a protocol named `tcp`, `icmp6`, `esp` …, in any case; undefined for a word that names none. */
export function protocolNumber(word: string): number | undefined {
  return numbersByWord.get(word.trim().toLowerCase());
}

/** The word for a protocol in a sentence: `tcp`, `icmpv6`, `ospf`; `protocol 200` where there is no word. */
export function protocolName(number: number): string {
  const protocol = protocolOf(number);
  const keyword = protocol?.status === 'assigned' ? protocol.keyword.toLowerCase() : '';
  return USUAL_WORDS.get(number) ?? (keyword || `protocol ${number}`);
}
