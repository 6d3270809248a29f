package net.clusterlink.admin;

/** The names of all metrics, as scraped; docs/metrics.md says what each one counts. */
final class MetricNames {
  static final String SESSIONS_OPENED = "clusterlink_sessions_opened_total";
  static final String SESSIONS_ENDED = "clusterlink_sessions_ended_total";
  static final String SESSIONS_LIVE = "clusterlink_sessions_live";
  static final String SESSION_BYTES = "clusterlink_session_bytes_total";

  /** The registry appends the unit, {@code _seconds}. */
  static final String OPEN_LATENCY = "clusterlink_session_open_latency";

  static final String TUNNELS_ESTABLISHED = "clusterlink_tunnels_established_total";
  static final String TUNNELS_CLOSED = "clusterlink_tunnels_closed_total";
  static final String TUNNELS_LIVE = "clusterlink_tunnels_live";
  static final String TUNNELS_REFUSED = "clusterlink_tunnels_refused_total";
  static final String PEERS_UNREACHABLE = "clusterlink_peers_unreachable";
  static final String PEER_REACHABLE = "clusterlink_peer_reachable";
  static final String PEER_GATEWAYS = "clusterlink_peer_gateways";
  static final String ROUND_TRIP = "clusterlink_heartbeat_round_trip_seconds";
  static final String PROTOCOL_VIOLATIONS = "clusterlink_protocol_violations_total";
  static final String ATTRIBUTES_DROPPED = "clusterlink_reserved_attributes_dropped_total";
  static final String IMPORT_FAILURES = "clusterlink_import_listen_failures_total";
  static final String IMPORTS_FAILED = "clusterlink_imports_failed";
  static final String CONFIG_PROBLEMS = "clusterlink_config_problems";
  static final String SNAPSHOT_GENERATION = "clusterlink_snapshot_generation";
  static final String SNAPSHOT_AGE = "clusterlink_snapshot_age_seconds";
  static final String CERTIFICATE_EXPIRY = "clusterlink_certificate_expiry_timestamp_seconds";
  static final String CERTIFICATE_RELOADS = "clusterlink_certificate_reloads_total";
  static final String LOG_LINES_DROPPED = "clusterlink_log_lines_dropped_total";

  private MetricNames() {}
}
