// SPDX-License-Identifier: Apache-2.0
package org.transhume.fence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transhume.spi.power.PowerSwitch;
import org.transhume.spi.power.PowerSwitchBench;
import org.transhume.spi.power.PowerSwitchContract;

/** Real packets on loopback, to a machine that wakes when it hears its card's address. */
class WakeOnLanContractTest extends PowerSwitchContract {

  private static final String CARD = "00:1b:21:0a:0b:0c";

  @Override
  protected PowerSwitchBench bench() throws IOException {
    return new SleepingMachine();
  }

  @Test
  void shouldSendSixBytesOfOnesAndTheAddressSixteenTimes() throws IOException {
    try (SleepingMachine machine = new SleepingMachine()) {
      machine.cut();
      machine.power().switchOn("a-204-02");

      assertThat(machine.heard()).isEqualTo("ff".repeat(6) + CARD.replace(":", "").repeat(16));
    }
  }

  @Test
  void shouldNameAnAddressThatIsNone() {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    assertThatThrownBy(() -> new WakeOnLan(Map.of("a-204-02", "00:1b:21"), anywhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a-204-02=00:1b:21");
  }

  private static final class SleepingMachine implements PowerSwitchBench {
    private static final int PATIENCE_MILLIS = 2_000;

    private final DatagramSocket card;
    private PowerSwitch power;
    private boolean on = true;

    SleepingMachine() throws IOException {
      card = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      card.setSoTimeout(PATIENCE_MILLIS);
      power =
          new WakeOnLan(Map.of("a-204-02", CARD), (InetSocketAddress) card.getLocalSocketAddress());
    }

    @Override
    public PowerSwitch power() {
      return power;
    }

    @Override
    public String host() {
      return "a-204-02";
    }

    @Override
    public boolean isOn() {
      on = on || heard().contains(CARD.replace(":", ""));
      return on;
    }

    @Override
    public void cut() {
      on = false;
    }

    /** From now on packets have nowhere to go: no socket sends to port 0. */
    @Override
    public void breakDown() {
      power =
          new WakeOnLan(
              Map.of("a-204-02", CARD), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public boolean switchesOff() {
      return false;
    }

    @Override
    public void close() {
      card.close();
    }

    /** The next packet in hexadecimal; empty when there is none. */
    String heard() {
      byte[] bytes = new byte[200];
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      try {
        card.receive(packet);
        return HexFormat.of().formatHex(bytes, 0, packet.getLength());
      } catch (SocketTimeoutException e) {
        return "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
