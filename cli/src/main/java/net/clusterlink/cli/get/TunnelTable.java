package net.clusterlink.cli.get;

import java.util.List;
import net.clusterlink.admin.view.TunnelView;

/** Tunnels: the connections between gateways. */
final class TunnelTable {
  static final Table<TunnelView> TABLE =
      Table.of(
          TunnelView.class,
          List.of(
              Column.of("PEER", TunnelView::peer),
              Column.of("DIRECTION", TunnelView::direction),
              Column.of("REMOTE", TunnelView::remote),
              Column.of("STATE", TunnelTable::state),
              Column.of("AGE", tunnel -> Quantity.age(tunnel.ageSeconds())),
              Column.wide(
                  "FAR CERTIFICATE ENDS", tunnel -> tunnel.farCertificateExpiry().toString())));

  private TunnelTable() {}

  private static String state(TunnelView tunnel) {
    String use = tunnel.bundle() ? "bundle" : tunnel.inUse() ? "in use" : "free";
    return use + (tunnel.retiring() ? ", retiring" : "");
  }
}
