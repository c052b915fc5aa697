// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionReaderTest {

  private static final Path ETC = Path.of("/srv/karaf/etc");

  private final Map<String, Object> properties =
      new HashMap<>(
          Map.of(
              "felix.fileinstall.filename", "file:/srv/karaf/etc/org.transhume.wrapper-shop.cfg",
              "service.pid", "org.transhume.wrapper~shop",
              "domains", "shop-*, till",
              "channel", "ssh root@{address}",
              "address", "{domain}.lab",
              "start", "systemctl start shop",
              "stop", "systemctl stop shop",
              "status", "systemctl is-active shop"));

  private Description read() {
    return DescriptionReader.read(properties, ETC);
  }

  @Test
  void shouldReadWhatIsEnough() {
    Description read = read();

    assertThat(read.name()).isEqualTo("shop");
    assertThat(read.domains()).containsExactly("shop-*", "till");
    assertThat(read.limit()).hasSeconds(30);
    assertThat(read.steps().start().words()).containsExactly("systemctl", "start", "shop");
    assertThat(read.steps().configure()).isEmpty();
  }

  @Test
  void shouldReadEverythingThatThereIs() {
    properties.putAll(
        Map.of(
            "setting.port", "8080",
            "health.http", "http://{address}:{setting.port}/health",
            "health.tcp", "{address}:{setting.port}",
            "file.main.template", "wrappers/shop.conf",
            "file.main.path", "/etc/shop/{domain}.conf",
            "file.main.mode", "0600",
            "operation.vacuum.command", "vacuum --table={table}",
            "operation.vacuum.parameters", "table",
            "operation.vacuum.description", "tidies a table",
            "attribute.orders.command", "wc -l /var/lib/shop/orders"));
    Description read = read();

    assertThat(read.settings()).containsEntry("port", "8080");
    assertThat(read.files().get("main"))
        .isEqualTo(
            new Description.WrittenFile(
                ETC.resolve("wrappers/shop.conf"), "/etc/shop/{domain}.conf", "0600"));
    assertThat(read.operations().get("vacuum").parameters()).isEqualTo(List.of("table"));
    assertThat(read.attributes()).containsKey("orders");
    assertThat(read.checks().tcp()).contains("{address}:{setting.port}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channel      | rsh root@x              | write 'local' or 'ssh USER@ADDRESS'",
        "channel      | ssh root@{addres}       | there are address, domain, host, uuid",
        "start        | systemctl start \"shop  | close it",
        "start        | run {setting.port}      | there are address, domain, host, uuid",
        "domains      | ,                       | name the domains",
        "name         | a b                     | letters, digits",
        "timeLimitMillis | 5                    | 100 to 50000",
        "health.http  | {address}/health        | http://{address}:PORT/PATH",
        "health.tcp   | {address}               | {address}:PORT",
        "strat        | systemctl start shop    | docs/wrappers.md",
        "operation.vacuum.comand  | x           | operation.vacuum.command is missing",
        "operation.start.command  | x           | give it another one",
        "operation.command        | x           | operation.NAME.command",
        "file.main.path           | /etc/x      | name a file under etc/",
        "setting.a b              | x           | letters, digits",
        "setting.book             | {host}      | there are address, domain, uuid"
      })
  void shouldNameFileKeyAndRemedy(String key, String value, String remedy) {
    properties.put(key, value);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("etc/org.transhume.wrapper-shop.cfg: ")
        .hasMessageContaining(remedy);
  }

  @ParameterizedTest
  @CsvSource({"domains", "channel", "start", "stop", "status"})
  void shouldSayWhatIsMissing(String key) {
    properties.remove(key);

    assertThatThrownBy(this::read)
        .hasMessageStartingWith("etc/org.transhume.wrapper-shop.cfg: " + key + " is missing: ");
  }
}
