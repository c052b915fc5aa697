// SPDX-License-Identifier: Apache-2.0
package org.transhume.itests.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.transhume.agent.internal.relay.StreamDoor;
import org.transhume.agent.internal.relay.StreamPreface;
import org.transhume.hypervisor.sim.internal.BytePipe;
import org.transhume.spi.transport.Endpoint;
import org.transhume.spi.transport.PeerIdentity;
import org.transhume.spi.transport.StreamConnection;

/** The network that migration streams take, and what goes wrong with it. */
final class StreamNetwork {

  private static final int BUFFER_BYTES = 4096;

  private final Map<String, Door> doors = new HashMap<>();
  private final Set<String> unreachable = new HashSet<>();
  private final List<Wire> wires = new ArrayList<>();

  /** A fresh door for a host's agent; the one before it is gone. */
  StreamDoor newDoor(String host) {
    Door door = new Door(host);
    doors.put(host, door);
    return door;
  }

  /** The host's agent has died: its streams break. */
  void agentDied(String host) {
    doors.remove(host);
    cut(host);
  }

  /** No stream reaches the host or leaves it until {@link #join}; bytes under way are lost. */
  void part(String host) {
    unreachable.add(host);
    stall(host, true);
  }

  /** The host is reachable again. */
  void join(String host) {
    unreachable.remove(host);
    stall(host, false);
  }

  /** Breaks every stream of the host. */
  private void cut(String host) {
    wires.stream().filter(wire -> wire.joins(host) && wire.isUp()).forEach(Wire::breakDown);
    wires.removeIf(wire -> !wire.isUp());
  }

  /** Breaks the next stream of the host after so many more bytes. */
  boolean cutAfter(String host, long bytes) {
    for (Wire wire : wires) {
      if (wire.joins(host) && wire.isUp()) {
        wire.bytesLeft = bytes;
        return true;
      }
    }
    return false;
  }

  /** Holds up every stream of the host, as a network does that loses packets, or lets them go. */
  void stall(String host, boolean stalled) {
    wires.stream().filter(wire -> wire.joins(host)).forEach(wire -> wire.stalled = stalled);
  }

  /** One host's door. */
  private final class Door implements StreamDoor {

    private final String host;
    private final Map<String, Guest> expected = new HashMap<>();

    Door(String host) {
      this.host = host;
    }

    @Override
    public int port() {
      return 1;
    }

    @Override
    public void expect(Guest guest) {
      expected.put(guest.preface().migrationId(), guest);
    }

    @Override
    public void forget(String migrationId) {
      expected.remove(migrationId);
    }

    @Override
    public StreamConnection open(
        Endpoint endpoint, String to, StreamPreface preface, Duration timeout) throws IOException {
      Door other = doors.get(to);
      if (other == null || unreachable.contains(host) || unreachable.contains(to)) {
        throw new IOException("no route to " + to);
      }
      Guest guest = other.expected.get(preface.migrationId());
      if (guest == null || !guest.preface().equals(preface) || !guest.sourceHost().equals(host)) {
        throw new IOException(to + " did not take the stream");
      }
      other.expected.remove(preface.migrationId());
      Wire wire = new Wire(host, to);
      wires.removeIf(old -> !old.isUp());
      wires.add(wire);
      guest.taker().accept(wire.end(false));
      return wire.end(true);
    }
  }

  /** A stream between two agents. */
  private static final class Wire {

    private final String from;
    private final String to;
    private final BytePipe there = new BytePipe(BUFFER_BYTES);
    private final BytePipe back = new BytePipe(BUFFER_BYTES);
    private long bytesLeft = Long.MAX_VALUE;
    private boolean stalled;
    private boolean down;
    private int endsInUse = 2;

    Wire(String from, String to) {
      this.from = from;
      this.to = to;
    }

    boolean joins(String host) {
      return from.equals(host) || to.equals(host);
    }

    boolean isUp() {
      return !down && endsInUse > 0;
    }

    void breakDown() {
      down = true;
      for (BytePipe pipe : List.of(there, back)) {
        pipe.closeWriter();
        pipe.closeReader();
      }
    }

    StreamConnection end(boolean atSource) {
      return new End(this, atSource ? back : there, atSource ? there : back);
    }

    int carry(BytePipe into, ByteBuffer source) {
      int count = (int) Math.min(source.remaining(), bytesLeft);
      ByteBuffer some = source.slice(source.position(), count);
      int taken = into.offer(some);
      if (taken > 0) {
        source.position(source.position() + taken);
        bytesLeft -= taken;
      }
      if (bytesLeft == 0) {
        breakDown();
      }
      return taken;
    }
  }

  /** One end of it. */
  private static final class End implements StreamConnection {

    private final Wire wire;
    private final BytePipe in;
    private final BytePipe out;
    private final ReadableByteChannel input;
    private boolean closed;

    End(Wire wire, BytePipe in, BytePipe out) {
      this.wire = wire;
      this.in = in;
      this.out = out;
      ReadableByteChannel source = in.sourceThatNeverBlocks();
      this.input =
          new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer destination) throws IOException {
              return wire.stalled ? 0 : source.read(destination);
            }

            @Override
            public boolean isOpen() {
              return source.isOpen();
            }

            @Override
            public void close() throws IOException {
              source.close();
            }
          };
    }

    @Override
    public Optional<PeerIdentity> identity() {
      return Optional.empty();
    }

    @Override
    public ReadableByteChannel input() {
      return input;
    }

    @Override
    public WritableByteChannel output() {
      return new WritableByteChannel() {
        @Override
        public int write(ByteBuffer source) throws IOException {
          if (wire.stalled) {
            return 0;
          }
          int count = wire.carry(out, source);
          if (count == BytePipe.BROKEN) {
            throw new ClosedChannelException();
          }
          return count;
        }

        @Override
        public boolean isOpen() {
          return !out.readerGone();
        }

        @Override
        public void close() {
          out.closeWriter();
        }
      };
    }

    @Override
    public void endOutput() {
      out.closeWriter();
    }

    @Override
    public void close() {
      out.closeWriter();
      in.closeReader();
      if (!closed) {
        closed = true;
        wire.endsInUse--;
      }
    }
  }
}
