// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperState;

/** The wrappers of docs/applications.md, word for word but for where their files are. */
class ApplicationExampleTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "applications.md");
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  @TempDir Path folder;

  private Wrapper one;
  private Wrapper other;
  private Wrapper front;
  private WrapperState started;

  private Wrapper wrapper(int block, String name, String domain) throws IOException {
    String text = Files.readString(DOCUMENT).split("```properties\n", -1)[block].split("```", 2)[0];
    Properties written = new Properties();
    written.load(new StringReader(text.replace("/tmp/", folder + "/")));
    Map<String, Object> properties = new HashMap<>();
    written.forEach((key, value) -> properties.put((String) key, value));
    properties.put(
        "felix.fileinstall.filename", "file:/etc/org.transhume.wrapper-" + name + ".cfg");
    Description description = DescriptionReader.read(properties, folder);
    assertThat(description.domains()).containsExactly(domain.replaceFirst("\\d$", "*"));
    return new DescribedFactory(description, Surroundings.ofThisMachine())
        .wrap(new WrappedDomain("a-204-02", domain, "u-1"));
  }

  private WrapperState clerk(Wrapper clerk, String tray) throws Exception {
    WrapperState state =
        clerk.configure(WrapperState.empty(1), Map.of("tray", folder + tray)).next();
    return clerk.start(state).next();
  }

  @BeforeEach
  void openTheShop() throws Exception {
    one = wrapper(2, "shopclerk", "shop-clerk-1");
    other = wrapper(2, "shopclerk", "shop-clerk-2");
    front = wrapper(3, "shopfront", "shop-front-1");
    clerk(one, "/shop-clerk-1");
    clerk(other, "/shop-clerk-2");
    started = front.start(told(WrapperState.empty(1), "/shop-clerk-1", "/shop-clerk-2")).next();
  }

  private WrapperState told(WrapperState state, String... trays) throws Exception {
    List<String> all = Stream.of(trays).map(tray -> folder + tray).toList();
    return front.configure(state, Map.of("clerks", String.join(" ", all))).next();
  }

  @AfterEach
  void closeTheShop() throws Exception {
    front.stop(started);
    one.stop(clerk(one, "/shop-clerk-1"));
    other.stop(clerk(other, "/shop-clerk-2"));
  }

  private long doneBy(String clerk) {
    try (Stream<Path> tray = Files.list(folder.resolve(clerk))) {
      return tray.filter(letter -> letter.toString().endsWith(".done")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void post(int letters) throws Exception {
    for (int i = 1; i <= letters; i++) {
      assertThat(front.invoke(started, "post", List.of("letter $" + i)).text()).isEqualTo("posted");
    }
  }

  private void awaitDone(long one, long other) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (doneBy("shop-clerk-1") < one || doneBy("shop-clerk-2") < other) {
      assertThat(System.nanoTime()).as("waited in vain for the clerks").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void shouldHandLettersToTheClerksInTurnAndOnlyToThoseThatItIsToldOf() throws Exception {
    post(4);
    awaitDone(2, 2);
    started = told(started, "/shop-clerk-1");
    post(3);
    awaitDone(5, 2);

    assertThat(doneBy("shop-clerk-2")).isEqualTo(2);
    assertThat(front.status(started).attributes().get("clerks")).startsWith("1 ");
  }
}
