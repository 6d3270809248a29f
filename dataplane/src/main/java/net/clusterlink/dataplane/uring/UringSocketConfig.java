package net.clusterlink.dataplane.uring;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The options of a connection. One that is set as it is already costs no call of the kernel. */
final class UringSocketConfig extends DefaultChannelConfig {
  private static final int NO_LINGER = -1;

  private final UringSocket socket;
  private volatile boolean halfClosure;
  private volatile boolean noDelay;
  private volatile boolean keepAlive;
  private volatile int linger = NO_LINGER;

  /**
   * The options of a new connection.
   *
   * @param inherited whether the listening socket has set what {@link UringServerChannel} sets
   */
  UringSocketConfig(Channel channel, UringSocket socket, boolean inherited) {
    super(channel);
    this.socket = socket;
    this.noDelay = inherited;
    this.keepAlive = inherited;
  }

  boolean isAllowHalfClosure() {
    return halfClosure;
  }

  @Override
  @SuppressWarnings("unchecked") // as each option says of its value
  public <T> @Nullable T getOption(ChannelOption<T> option) {
    if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
      return (T) Boolean.valueOf(halfClosure);
    }
    if (option.equals(ChannelOption.TCP_NODELAY)) {
      return (T) Boolean.valueOf(noDelay);
    }
    if (option.equals(ChannelOption.SO_KEEPALIVE)) {
      return (T) Boolean.valueOf(keepAlive);
    }
    if (option.equals(ChannelOption.SO_LINGER)) {
      return (T) Integer.valueOf(linger);
    }
    return super.getOption(option);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    validate(option, value);
    try {
      if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
        halfClosure = (Boolean) value;
      } else if (option.equals(ChannelOption.TCP_NODELAY)) {
        setNoDelay((Boolean) value);
      } else if (option.equals(ChannelOption.SO_KEEPALIVE)) {
        setKeepAlive((Boolean) value);
      } else if (option.equals(ChannelOption.SO_LINGER)) {
        setLinger((Integer) value);
      } else {
        return super.setOption(option, value);
      }
      return true;
    } catch (IOException e) {
      throw new ChannelException(e);
    }
  }

  private void setNoDelay(boolean on) throws IOException {
    if (on != noDelay) {
      socket.setTcpNoDelay(on);
      noDelay = on;
    }
  }

  private void setKeepAlive(boolean on) throws IOException {
    if (on != keepAlive) {
      socket.setKeepAlive(on);
      keepAlive = on;
    }
  }

  private void setLinger(int seconds) throws IOException {
    if (seconds != linger) {
      socket.setSoLinger(seconds);
      linger = seconds;
    }
  }
}
