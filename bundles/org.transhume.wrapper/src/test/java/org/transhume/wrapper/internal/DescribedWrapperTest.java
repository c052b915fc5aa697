// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperBench;
import org.transhume.spi.wrapper.WrapperContract;
import org.transhume.spi.wrapper.WrapperException;
import org.transhume.spi.wrapper.WrapperHealth;
import org.transhume.spi.wrapper.WrapperState;

/** A described wrapper through real programs: its software is a file that says that it runs. */
class DescribedWrapperTest extends WrapperContract {

  private static final WrappedDomain DOMAIN = new WrappedDomain("a-204-02", "shop-1", "u-1");

  @TempDir Path folder;

  private final Map<String, Object> properties = new HashMap<>();

  private void describe() {
    String running = folder.resolve("{domain}.running").toString();
    properties.putAll(
        Map.of(
            "name", "shop",
            "service.pid", "org.transhume.wrapper~shop",
            "domains", "shop-*",
            "channel", "local",
            "timeLimitMillis", "10000",
            "start", "touch '" + running + "'",
            "stop", "rm '" + running + "'",
            "status", "test -e '" + running + "'"));
  }

  @Override
  protected WrapperBench bench() {
    describe();
    return new WrapperBench(factory(), DOMAIN, Map.of());
  }

  private DescribedFactory factory() {
    return new DescribedFactory(
        DescriptionReader.read(properties, folder), Surroundings.ofThisMachine());
  }

  private Wrapper wrapper() {
    return factory().wrap(DOMAIN);
  }

  private static WrapperState configured(Wrapper wrapper, Map<String, String> settings)
      throws WrapperException {
    return wrapper.configure(WrapperState.empty(1), settings).next();
  }

  @Test
  void shouldWriteFilesFromTemplatesWithTheSettingsAndTheirPermissions() throws Exception {
    Files.writeString(
        folder.resolve("shop.conf"), "port {setting.port}\n# {braces} 'stay' $HOME\n");
    Path written = folder.resolve("it's here.conf");
    properties.put("setting.port", "8080");
    properties.put("file.main.template", "shop.conf");
    properties.put("file.main.path", written.toString());
    properties.put("file.main.mode", "0640");

    WrapperState state = configured(wrapper(), Map.of("port", "9 0"));

    assertThat(written).hasContent("port 9 0\n# {braces} 'stay' $HOME\n");
    assertThat(Files.getPosixFilePermissions(written)).hasSize(3);
    assertThat(state.values()).containsEntry("setting.port", "9 0");
  }

  @Test
  void shouldNameTheTemplateThatIsMissing() {
    properties.put("file.main.template", "nowhere.conf");
    properties.put("file.main.path", "/tmp/x");
    assertThatThrownBy(() -> configured(wrapper(), Map.of()))
        .isInstanceOf(WrapperException.class)
        .hasMessageContaining("nowhere.conf")
        .hasMessageContaining("put it there");
  }

  @Test
  void shouldRefuseSettingsThatNobodyKnowsOrThatAreMissing() {
    properties.put("setting.port", "");
    assertThatThrownBy(() -> configured(wrapper(), Map.of("prot", "1")))
        .hasMessage("unknown settings [prot]: there are [port]");
    assertThatThrownBy(() -> configured(wrapper(), Map.of()))
        .hasMessage("the setting port has to be given");
    assertThatThrownBy(() -> wrapper().start(WrapperState.empty(1)))
        .hasMessageContaining("configure it first");
  }

  @Test
  void shouldCarryOutOperationsWithTheirArgumentsAsTheyAre() throws Exception {
    properties.put("operation.echo.command", "printf %s|%s {first} {second}");
    properties.put("operation.echo.parameters", "first, second");

    assertThat(
            wrapper()
                .invoke(configured(wrapper(), Map.of()), "echo", List.of("a b", "$(id); 'x'"))
                .text())
        .isEqualTo("a b|$(id); 'x'");
  }

  @Test
  void shouldTellALocalCommandItsDomain() throws Exception {
    properties.put("address", "{domain}.lab");
    properties.put(
        "operation.where.command",
        "sh -c 'echo $TRANSHUME_DOMAIN $TRANSHUME_ADDRESS $TRANSHUME_HOST $TRANSHUME_UUID'");

    assertThat(wrapper().invoke(configured(wrapper(), Map.of()), "where", List.of()).text())
        .isEqualTo("shop-1 shop-1.lab a-204-02 u-1");
  }

  @Test
  void shouldTellHowACommandFailed() throws Exception {
    properties.put("operation.fail.command", "sh -c 'echo out; echo no such table >&2; exit 3'");
    properties.put("operation.gone.command", "/no/such/program");
    WrapperState state = configured(wrapper(), Map.of());

    assertThatThrownBy(() -> wrapper().invoke(state, "fail", List.of()))
        .hasMessage("fail ended with 3: no such table");
    assertThatThrownBy(() -> wrapper().invoke(state, "gone", List.of()))
        .hasMessageContaining("/no/such/program cannot be run on a-204-02; install it");
  }

  @Test
  void shouldKillWhatTakesTooLongAndKeepOnlyTheBeginningOfWhatItSays() throws Exception {
    properties.put("timeLimitMillis", "700");
    properties.put("operation.sleep.command", "sleep 600");
    properties.put("operation.flood.command", "sh -c 'yes | head -c 3000000'");
    WrapperState state = configured(wrapper(), Map.of());

    assertThatThrownBy(() -> wrapper().invoke(state, "sleep", List.of()))
        .hasMessage("sleep did not end within 700 ms and was killed");
    properties.put("timeLimitMillis", "30000");
    assertThat(wrapper().invoke(state, "flood", List.of()).text()).hasSizeLessThan(20_000);
  }

  @Test
  void shouldNotWaitForAServiceThatAStartLeavesBehind() throws Exception {
    properties.put("operation.leave.command", "sh -c 'sleep 20 & echo left'");

    long began = System.nanoTime();
    assertThat(wrapper().invoke(configured(wrapper(), Map.of()), "leave", List.of()).text())
        .isEqualTo("left");
    assertThat(System.nanoTime() - began).isLessThan(9_000_000_000L);
  }

  @Test
  void shouldTellFiguresAndWhyOneIsMissing() throws Exception {
    properties.put("attribute.orders.command", "printf 17\\nmore");
    properties.put("attribute.lost.command", "false");
    WrapperState started = wrapper().start(configured(wrapper(), Map.of())).next();

    assertThat(wrapper().status(started).attributes())
        .containsEntry("orders", "17")
        .containsEntry("lost", "unknown: attribute lost ended with 1: ");
  }

  @Test
  void shouldSeeThatStartedSoftwareHasDied() throws Exception {
    WrapperState started = wrapper().start(configured(wrapper(), Map.of())).next();
    Files.delete(folder.resolve("shop-1.running"));

    assertThat(wrapper().status(started).health()).isEqualTo(WrapperHealth.FAILED);
  }

  @Test
  void shouldSayThatNobodyCanTellWhenNobodyCanLook() throws Exception {
    properties.put("channel", "ssh nobody@{address}");
    properties.put("address", "host.invalid");
    WrapperState state = WrapperState.empty(1).with("started", "true");
    DescribedFactory unreachable =
        new DescribedFactory(
            DescriptionReader.read(properties, folder),
            new Surroundings(
                call -> new CommandRunner.Ended(true, 255, "", "no route"),
                new NetworkChecks(),
                System::nanoTime,
                () -> {}));

    Wrapper wrapper = unreachable.wrap(DOMAIN);
    assertThat(wrapper.status(state).health()).isEqualTo(WrapperHealth.UNKNOWN);
    assertThat(wrapper.status(state).text()).contains("shop-1 cannot be reached: no route");
    assertThatThrownBy(() -> wrapper.stop(state)).hasMessageContaining("cannot be reached");
  }

  @Test
  void shouldBelieveAPageOnlyWhenItAnswersWell() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    try {
      properties.put("setting.port", Integer.toString(server.getAddress().getPort()));
      properties.put("address", "127.0.0.1");
      properties.put("health.http", "http://{address}:{setting.port}/health");
      properties.put("health.tcp", "{address}:{setting.port}");
      WrapperState started = wrapper().start(configured(wrapper(), Map.of())).next();
      assertThat(wrapper().status(started).health()).isEqualTo(WrapperHealth.RUNNING);

      status.set(503);
      assertThat(wrapper().status(started).health()).isEqualTo(WrapperHealth.FAILED);
      assertThat(wrapper().status(started).text()).endsWith("/health answers with 503");
    } finally {
      server.stop(0);
    }
    assertThat(wrapper().status(WrapperState.empty(1).with("setting.port", "1")).health())
        .isEqualTo(WrapperHealth.STOPPED);
  }
}
