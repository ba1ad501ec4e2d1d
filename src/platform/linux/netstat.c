/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/linux/netstat.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "catalog/values.h"
#include "model/moment.h"
#include "platform/linux/columns.h"
#include "platform/linux/netns.h"
#include "platform/linux/source.h"
#include "platform/platform.h"

static const struct pa_column wanted[] = {
	{ "TcpExt:", "ListenOverflows", PA_V_NET_TCP_LISTEN_OVERFLOWS_COUNT },
	{ "TcpExt:", "ListenDrops", PA_V_NET_TCP_LISTEN_DROPS_COUNT },
	{ "TcpExt:", "TCPReqQFullDrop", PA_V_NET_TCP_CONN_SYN_QUEUE_DROPS_COUNT },
	{ "TcpExt:", "SyncookiesSent", PA_V_NET_TCP_CONN_SYN_COOKIES_COUNT },
	{ "TcpExt:", "TCPSynRetrans", PA_V_NET_TCP_CONN_SYN_RETRANSMITS_COUNT },
	{ "TcpExt:", "TCPTimeouts", PA_V_NET_TCP_RETX_TIMEOUTS_COUNT },
	{ "TcpExt:", "TCPLostRetransmit", PA_V_NET_TCP_RETX_LOST_RETRANSMITS_COUNT },
	{ "TcpExt:", "TCPFastRetrans", PA_V_NET_TCP_RETX_FAST_COUNT },
	{ "TcpExt:", "TCPRetransFail", PA_V_NET_TCP_RETX_FAILED_COUNT },
	{ "TcpExt:", "TCPRcvQDrop", PA_V_NET_TCP_RETX_RECEIVE_QUEUE_DROPS_COUNT },
	{ "TcpExt:", "TCPBacklogDrop", PA_V_NET_TCP_MEM_BACKLOG_DROPS_COUNT },
	{ "TcpExt:", "TCPMemoryPressures", PA_V_NET_TCP_MEM_PRESSURES_COUNT },
	{ "TcpExt:", "PruneCalled", PA_V_NET_TCP_MEM_PRUNES_COUNT },
	{ "TcpExt:", "TCPRcvCollapsed", PA_V_NET_TCP_MEM_COLLAPSED_COUNT },
	{ "TcpExt:", "TCPOFODrop", PA_V_NET_TCP_MEM_OUT_OF_ORDER_DROPS_COUNT },
	{ "TcpExt:", "TCPAbortOnMemory", PA_V_NET_TCP_MEM_ABORTS_COUNT },
	{ "TcpExt:", "TCPTimeWaitOverflow", PA_V_NET_TCP_TW_OVERFLOWS_COUNT },
	{ "TcpExt:", "TCPToZeroWindowAdv", PA_V_NET_TCP_LIMIT_ZERO_WINDOW_COUNT },
	{ "TcpExt:", "TCPAbortOnTimeout", PA_V_NET_TCP_CONN_TIMEOUT_ABORTS_COUNT },
	{ "TcpExt:", "SyncookiesRecv", PA_V_NET_TCP_CONN_SYN_COOKIES_RECEIVED_COUNT },
	{ "TcpExt:", "SyncookiesFailed", PA_V_NET_TCP_CONN_SYN_COOKIES_FAILED_COUNT },
	{ "TcpExt:", "EmbryonicRsts", PA_V_NET_TCP_CONN_EMBRYONIC_RESETS_COUNT },
	{ "TcpExt:", "RcvPruned", PA_V_NET_TCP_MEM_RECEIVE_PRUNED_COUNT },
	{ "TcpExt:", "OfoPruned", PA_V_NET_TCP_MEM_OUT_OF_ORDER_PRUNED_COUNT },
	{ "TcpExt:", "OutOfWindowIcmps", PA_V_NET_ICMP_OUT_OF_WINDOW_COUNT },
	{ "TcpExt:", "LockDroppedIcmps", PA_V_NET_ICMP_LOCK_DROPPED_COUNT },
	{ "TcpExt:", "TW", PA_V_NET_TCP_TW_TIMER_ENDS_COUNT },
	{ "TcpExt:", "TWRecycled", PA_V_NET_TCP_TW_RECYCLED_COUNT },
	{ "TcpExt:", "TWKilled", PA_V_NET_TCP_TW_KILLED_COUNT },
	{ "TcpExt:", "PAWSActive", PA_V_NET_TCP_CONN_PAWS_ACTIVE_COUNT },
	{ "TcpExt:", "PAWSEstab", PA_V_NET_TCP_RETX_PAWS_ESTABLISHED_COUNT },
	{ "TcpExt:", "BeyondWindow", PA_V_NET_TCP_RETX_BEYOND_WINDOW_COUNT },
	{ "TcpExt:", "DelayedACKs", PA_V_NET_TCP_LIMIT_DELAYED_ACKS_COUNT },
	{ "TcpExt:", "DelayedACKLocked", PA_V_NET_TCP_LIMIT_DELAYED_ACKS_LOCKED_COUNT },
	{ "TcpExt:", "DelayedACKLost", PA_V_NET_TCP_LIMIT_QUICK_ACKS_COUNT },
	{ "TcpExt:", "TCPHPHits", PA_V_NET_TCP_LIMIT_FAST_PATH_COUNT },
	{ "TcpExt:", "TCPPureAcks", PA_V_NET_TCP_LIMIT_PURE_ACKS_COUNT },
	{ "TcpExt:", "TCPHPAcks", PA_V_NET_TCP_LIMIT_FAST_PATH_ACKS_COUNT },
	{ "TcpExt:", "TCPRenoRecovery", PA_V_NET_TCP_RETX_RENO_RECOVERIES_COUNT },
	{ "TcpExt:", "TCPSackRecovery", PA_V_NET_TCP_RETX_SACK_RECOVERIES_COUNT },
	{ "TcpExt:", "TCPSACKReneging", PA_V_NET_TCP_RETX_SACK_RENEGS_COUNT },
	{ "TcpExt:", "TCPSACKReorder", PA_V_NET_TCP_RETX_SACK_REORDERS_COUNT },
	{ "TcpExt:", "TCPRenoReorder", PA_V_NET_TCP_RETX_RENO_REORDERS_COUNT },
	{ "TcpExt:", "TCPTSReorder", PA_V_NET_TCP_RETX_TIMESTAMP_REORDERS_COUNT },
	{ "TcpExt:", "TCPFullUndo", PA_V_NET_TCP_RETX_FULL_UNDOS_COUNT },
	{ "TcpExt:", "TCPPartialUndo", PA_V_NET_TCP_RETX_PARTIAL_UNDOS_COUNT },
	{ "TcpExt:", "TCPDSACKUndo", PA_V_NET_TCP_RETX_DSACK_UNDOS_COUNT },
	{ "TcpExt:", "TCPLossUndo", PA_V_NET_TCP_RETX_LOSS_UNDOS_COUNT },
	{ "TcpExt:", "TCPRenoFailures", PA_V_NET_TCP_RETX_RENO_FAILURES_COUNT },
	{ "TcpExt:", "TCPSackFailures", PA_V_NET_TCP_RETX_SACK_FAILURES_COUNT },
	{ "TcpExt:", "TCPLossFailures", PA_V_NET_TCP_RETX_LOSS_FAILURES_COUNT },
	{ "TcpExt:", "TCPSlowStartRetrans", PA_V_NET_TCP_RETX_SLOW_START_COUNT },
	{ "TcpExt:", "TCPLossProbes", PA_V_NET_TCP_RETX_LOSS_PROBES_COUNT },
	{ "TcpExt:", "TCPLossProbeRecovery", PA_V_NET_TCP_RETX_LOSS_PROBE_RECOVERIES_COUNT },
	{ "TcpExt:", "TCPRenoRecoveryFail", PA_V_NET_TCP_RETX_RENO_RECOVERY_FAILS_COUNT },
	{ "TcpExt:", "TCPSackRecoveryFail", PA_V_NET_TCP_RETX_SACK_RECOVERY_FAILS_COUNT },
	{ "TcpExt:", "TCPBacklogCoalesce", PA_V_NET_TCP_LIMIT_BACKLOG_COALESCED_COUNT },
	{ "TcpExt:", "TCPDSACKOldSent", PA_V_NET_TCP_RETX_DSACK_OLD_SENT_COUNT },
	{ "TcpExt:", "TCPDSACKOfoSent", PA_V_NET_TCP_RETX_DSACK_OUT_OF_ORDER_SENT_COUNT },
	{ "TcpExt:", "TCPDSACKRecv", PA_V_NET_TCP_RETX_DSACK_RECEIVED_COUNT },
	{ "TcpExt:", "TCPDSACKOfoRecv", PA_V_NET_TCP_RETX_DSACK_OUT_OF_ORDER_RECEIVED_COUNT },
	{ "TcpExt:", "TCPAbortOnData", PA_V_NET_TCP_CONN_DATA_ABORTS_COUNT },
	{ "TcpExt:", "TCPAbortOnClose", PA_V_NET_TCP_CONN_CLOSE_ABORTS_COUNT },
	{ "TcpExt:", "TCPAbortOnLinger", PA_V_NET_TCP_CONN_LINGER_ABORTS_COUNT },
	{ "TcpExt:", "TCPAbortFailed", PA_V_NET_TCP_CONN_ABORT_FAILS_COUNT },
	{ "TcpExt:", "TCPMemoryPressuresChrono", PA_V_NET_TCP_MEM_PRESSURE_MS },
	{ "TcpExt:", "TCPSACKDiscard", PA_V_NET_TCP_RETX_SACK_DISCARDS_COUNT },
	{ "TcpExt:", "TCPDSACKIgnoredOld", PA_V_NET_TCP_RETX_DSACK_IGNORED_OLD_COUNT },
	{ "TcpExt:", "TCPDSACKIgnoredNoUndo", PA_V_NET_TCP_RETX_DSACK_IGNORED_COUNT },
	{ "TcpExt:", "TCPSpuriousRTOs", PA_V_NET_TCP_RETX_SPURIOUS_TIMEOUTS_COUNT },
	{ "TcpExt:", "TCPSackShifted", PA_V_NET_TCP_RETX_SACK_SHIFTED_COUNT },
	{ "TcpExt:", "TCPSackMerged", PA_V_NET_TCP_RETX_SACK_MERGED_COUNT },
	{ "TcpExt:", "TCPSackShiftFallback", PA_V_NET_TCP_RETX_SACK_SHIFT_FALLBACKS_COUNT },
	{ "TcpExt:", "PFMemallocDrop", PA_V_NET_TCP_MEM_RESERVE_DROPS_COUNT },
	{ "TcpExt:", "TCPMinTTLDrop", PA_V_NET_TCP_CONN_MIN_TTL_DROPS_COUNT },
	{ "TcpExt:", "TCPDeferAcceptDrop", PA_V_NET_TCP_CONN_DEFER_ACCEPT_DROPS_COUNT },
	{ "TcpExt:", "IPReversePathFilter", PA_V_NET_IP_REVERSE_PATH_DROPS_COUNT },
	{ "TcpExt:", "TCPReqQFullDoCookies", PA_V_NET_TCP_CONN_SYN_QUEUE_COOKIES_COUNT },
	{ "TcpExt:", "TCPRcvCoalesce", PA_V_NET_TCP_LIMIT_RECEIVE_COALESCED_COUNT },
	{ "TcpExt:", "TCPOFOQueue", PA_V_NET_TCP_RETX_OUT_OF_ORDER_QUEUED_COUNT },
	{ "TcpExt:", "TCPOFOMerge", PA_V_NET_TCP_RETX_OUT_OF_ORDER_MERGED_COUNT },
	{ "TcpExt:", "TCPChallengeACK", PA_V_NET_TCP_CONN_CHALLENGE_ACKS_COUNT },
	{ "TcpExt:", "TCPSYNChallenge", PA_V_NET_TCP_CONN_SYN_CHALLENGES_COUNT },
	{ "TcpExt:", "TCPFastOpenActive", PA_V_NET_TCP_CONN_FAST_OPEN_ACTIVE_COUNT },
	{ "TcpExt:", "TCPFastOpenActiveFail", PA_V_NET_TCP_CONN_FAST_OPEN_ACTIVE_FAILS_COUNT },
	{ "TcpExt:", "TCPFastOpenPassive", PA_V_NET_TCP_CONN_FAST_OPEN_PASSIVE_COUNT },
	{ "TcpExt:", "TCPFastOpenPassiveFail", PA_V_NET_TCP_CONN_FAST_OPEN_PASSIVE_FAILS_COUNT },
	{ "TcpExt:", "TCPFastOpenListenOverflow", PA_V_NET_TCP_CONN_FAST_OPEN_OVERFLOWS_COUNT },
	{ "TcpExt:", "TCPFastOpenBlackhole", PA_V_NET_TCP_CONN_FAST_OPEN_BLACKHOLES_COUNT },
	{ "TcpExt:", "TCPSpuriousRtxHostQueues", PA_V_NET_TCP_RETX_HOST_QUEUE_COUNT },
	{ "TcpExt:", "BusyPollRxPackets", PA_V_NET_SOFTNET_BUSY_POLL_PACKETS_COUNT },
	{ "TcpExt:", "TCPAutoCorking", PA_V_NET_TCP_LIMIT_AUTOCORKS_COUNT },
	{ "TcpExt:", "TCPFromZeroWindowAdv", PA_V_NET_TCP_LIMIT_ZERO_WINDOW_ENDS_COUNT },
	{ "TcpExt:", "TCPWantZeroWindowAdv", PA_V_NET_TCP_LIMIT_ZERO_WINDOW_WANTS_COUNT },
	{ "TcpExt:", "TCPOrigDataSent", PA_V_NET_TCP_RETX_DATA_SEGMENTS_COUNT },
	{ "TcpExt:", "TCPHystartTrainDetect", PA_V_NET_TCP_LIMIT_HYSTART_TRAIN_COUNT },
	{ "TcpExt:", "TCPHystartDelayDetect", PA_V_NET_TCP_LIMIT_HYSTART_DELAY_COUNT },
	{ "TcpExt:", "TCPACKSkippedSynRecv", PA_V_NET_TCP_LIMIT_ACKS_SKIPPED_SYN_COUNT },
	{ "TcpExt:", "TCPACKSkippedPAWS", PA_V_NET_TCP_LIMIT_ACKS_SKIPPED_PAWS_COUNT },
	{ "TcpExt:", "TCPACKSkippedSeq", PA_V_NET_TCP_LIMIT_ACKS_SKIPPED_SEQUENCE_COUNT },
	{ "TcpExt:", "TCPACKSkippedChallenge", PA_V_NET_TCP_LIMIT_ACKS_SKIPPED_CHALLENGE_COUNT },
	{ "TcpExt:", "TCPWinProbe", PA_V_NET_TCP_LIMIT_WINDOW_PROBES_COUNT },
	{ "TcpExt:", "TCPKeepAlive", PA_V_NET_TCP_CONN_KEEPALIVES_COUNT },
	{ "TcpExt:", "TCPMTUPFail", PA_V_NET_TCP_LIMIT_MTU_PROBE_FAILS_COUNT },
	{ "TcpExt:", "TCPMTUPSuccess", PA_V_NET_TCP_LIMIT_MTU_PROBES_COUNT },
	{ "TcpExt:", "TCPDelivered", PA_V_NET_TCP_RETX_DELIVERED_COUNT },
	{ "TcpExt:", "TCPDeliveredCE", PA_V_NET_TCP_RETX_DELIVERED_MARKED_COUNT },
	{ "TcpExt:", "TCPAckCompressed", PA_V_NET_TCP_LIMIT_ACKS_COMPRESSED_COUNT },
	{ "TcpExt:", "TCPZeroWindowDrop", PA_V_NET_TCP_MEM_ZERO_WINDOW_DROPS_COUNT },
	{ "TcpExt:", "TCPWqueueTooBig", PA_V_NET_TCP_RETX_QUEUE_TOO_BIG_COUNT },
	{ "TcpExt:", "TcpTimeoutRehash", PA_V_NET_TCP_RETX_TIMEOUT_REHASHES_COUNT },
	{ "TcpExt:", "TcpDuplicateDataRehash", PA_V_NET_TCP_RETX_DUPLICATE_REHASHES_COUNT },
	{ "TcpExt:", "TCPDSACKRecvSegs", PA_V_NET_TCP_RETX_DSACK_SEGMENTS_COUNT },
	{ "TcpExt:", "TCPDSACKIgnoredDubious", PA_V_NET_TCP_RETX_DSACK_DUBIOUS_COUNT },
	{ "TcpExt:", "TCPMigrateReqSuccess", PA_V_NET_TCP_LISTEN_MIGRATES_COUNT },
	{ "TcpExt:", "TCPMigrateReqFailure", PA_V_NET_TCP_LISTEN_MIGRATE_FAILS_COUNT },
	{ "TcpExt:", "TCPPLBRehash", PA_V_NET_TCP_RETX_BALANCE_REHASHES_COUNT },
	{ "IpExt:", "InNoRoutes", PA_V_NET_IP_IN_NO_ROUTES_COUNT },
	{ "IpExt:", "InTruncatedPkts", PA_V_NET_IP_TRUNCATED_COUNT },
	{ "IpExt:", "InMcastPkts", PA_V_NET_IP_IN_MULTICAST_COUNT },
	{ "IpExt:", "OutMcastPkts", PA_V_NET_IP_OUT_MULTICAST_COUNT },
	{ "IpExt:", "InBcastPkts", PA_V_NET_IP_IN_BROADCAST_COUNT },
	{ "IpExt:", "OutBcastPkts", PA_V_NET_IP_OUT_BROADCAST_COUNT },
	{ "IpExt:", "InOctets", PA_V_NET_IP_IN_BYTES },
	{ "IpExt:", "OutOctets", PA_V_NET_IP_OUT_BYTES },
	{ "IpExt:", "InMcastOctets", PA_V_NET_IP_IN_MULTICAST_BYTES },
	{ "IpExt:", "OutMcastOctets", PA_V_NET_IP_OUT_MULTICAST_BYTES },
	{ "IpExt:", "InBcastOctets", PA_V_NET_IP_IN_BROADCAST_BYTES },
	{ "IpExt:", "OutBcastOctets", PA_V_NET_IP_OUT_BROADCAST_BYTES },
	{ "IpExt:", "InCsumErrors", PA_V_NET_IP_CHECKSUM_ERRORS_COUNT },
	{ "IpExt:", "InNoECTPkts", PA_V_NET_IP_ECN_NONE_COUNT },
	{ "IpExt:", "InECT1Pkts", PA_V_NET_IP_ECN_1_COUNT },
	{ "IpExt:", "InECT0Pkts", PA_V_NET_IP_ECN_0_COUNT },
	{ "IpExt:", "InCEPkts", PA_V_NET_IP_ECN_MARKED_COUNT },
	{ "IpExt:", "ReasmOverlaps", PA_V_NET_IP_REASSEMBLY_OVERLAPS_COUNT },
	{ .name = NULL },
};

_Static_assert(sizeof(wanted) / sizeof(wanted[0]) <= PA_COLUMNS_MAX + 1, "they must fit");

const struct pa_column *pa_netstat_columns(void)
{
	return wanted;
}

static void *open_netstat(struct pa_linux *sys)
{
	struct pa_columns *columns = pa_alloc(sizeof(*columns));

	(void)sys; /* nothing of it is needed */
	pa_columns_init(columns, pa_netstat_columns());
	return columns;
}

static int read_one(void *self, struct pa_linux *sys, struct pa_netns *ns, struct pa_moment *moment)
{
	struct pa_columns *columns = self;
	struct pa_columns_values values;
	int error = pa_netns_read(sys, ns, PA_NETNS_NETSTAT, sys->text);

	if (!error)
		error = pa_columns_parse_pairs(columns, sys->text->bytes, sys->text->used_bytes,
					       &values);
	if (error)
		return error;
	pa_columns_put(columns, &values, moment, ns->id);
	return 0;
}

static int read_netstat(void *self, struct pa_linux *sys, struct pa_moment *moment)
{
	return pa_netns_each(sys, moment, "netstat", read_one, self);
}

static void close_netstat(void *self)
{
	pa_columns_done(self);
	free(self);
}

const struct pa_source pa_source_netstat = {
	.name = "netstat",
	.pass = PA_PASS_SYSTEM,
	.open = open_netstat,
	.read = read_netstat,
	.close = close_netstat,
};
