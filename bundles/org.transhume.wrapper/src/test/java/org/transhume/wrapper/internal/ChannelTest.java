// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelTest {

  @Test
  void shouldHandACommandToSshAsOneArgumentThatAShellCannotMisread() throws Exception {
    Channel ssh = Channel.parse("ssh root@{address}", List.of("-p", "22"));
    List<String> vector =
        ssh.vector(List.of("printf", "%s", "it's $(id) \"x\" ; *"), Map.of("address", "10.0.0.1"));

    assertThat(vector)
        .containsExactly(
            "ssh",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=5",
            "-p",
            "22",
            "--",
            "root@10.0.0.1",
            "'printf' '%s' 'it'\\''s $(id) \"x\" ; *'");
    // What the shell at the other end makes of that last argument:
    CommandRunner.Call asInTheGuest =
        new CommandRunner.Call(
            List.of("sh", "-c", vector.get(vector.size() - 1)),
            Map.of(),
            "",
            Duration.ofSeconds(30));
    assertThat(new ProcessRunner().run(asInTheGuest).output()).isEqualTo("it's $(id) \"x\" ; *");
  }

  @Test
  void shouldRunALocalCommandAsItIs() {
    assertThat(Channel.parse("local", List.of()).vector(List.of("date", "-u"), Map.of()))
        .containsExactly("date", "-u");
  }

  @Test
  void shouldSayWhichChannelsThereAre() {
    for (String text : List.of("telnet x", "ssh", "ssh -oProxyCommand=id", "ssh {address}")) {
      assertThatThrownBy(() -> Channel.parse(text, List.of()))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ssh USER@ADDRESS");
    }
    assertThatThrownBy(() -> Channel.parse("local", List.of("-4")))
        .hasMessageContaining("sshOptions");
  }
}
