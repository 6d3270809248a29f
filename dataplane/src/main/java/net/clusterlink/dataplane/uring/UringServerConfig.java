package net.clusterlink.dataplane.uring;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.io.IOException;

/** The options of a listening socket, before it is bound. */
final class UringServerConfig extends DefaultChannelConfig {
  private static final int BACKLOG = 1024;

  private final UringSocket socket;
  private volatile int backlog = BACKLOG;

  UringServerConfig(Channel channel, UringSocket socket) {
    super(channel);
    this.socket = socket;
  }

  int backlog() {
    return backlog;
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    validate(option, value);
    if (option.equals(ChannelOption.SO_REUSEADDR)) {
      try {
        socket.setReuseAddress((Boolean) value);
      } catch (IOException e) {
        throw new ChannelException(e);
      }
    } else if (option.equals(ChannelOption.SO_BACKLOG)) {
      backlog = (Integer) value;
    } else {
      return super.setOption(option, value);
    }
    return true;
  }
}
