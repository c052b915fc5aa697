// SPDX-License-Identifier: Apache-2.0
package org.transhume.wrapper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transhume.spi.wrapper.WrappedDomain;
import org.transhume.spi.wrapper.Wrapper;
import org.transhume.spi.wrapper.WrapperBench;
import org.transhume.spi.wrapper.WrapperContract;
import org.transhume.spi.wrapper.WrapperState;

/** The example of docs/wrappers.md, word for word but for where its files are. */
class WorkedExampleTest extends WrapperContract {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "wrappers.md");
  private static final WrappedDomain DOMAIN = new WrappedDomain("a-204-02", "etch-1-1", "u-1");

  @TempDir Path folder;

  @Override
  protected WrapperBench bench() throws Exception {
    String text = Files.readString(DOCUMENT);
    String block = text.split("```properties\n", 2)[1].split("```", 2)[0];
    Properties written = new Properties();
    written.load(new StringReader(block.replace("/tmp/", folder + "/")));
    Map<String, Object> properties = new HashMap<>();
    written.forEach((key, value) -> properties.put((String) key, value));
    properties.put("felix.fileinstall.filename", "file:/etc/org.transhume.wrapper-clerk.cfg");
    return new WrapperBench(
        new DescribedFactory(
            DescriptionReader.read(properties, folder), Surroundings.ofThisMachine()),
        DOMAIN,
        Map.of());
  }

  @AfterEach
  void dismissTheClerk() throws Exception {
    Wrapper wrapper = bench().factory().wrap(DOMAIN);
    wrapper.stop(wrapper.configure(WrapperState.empty(1), Map.of()).next());
  }

  @Test
  void shouldWriteANoteAndTellHowManyLinesThereAre() throws Exception {
    Wrapper wrapper = bench().factory().wrap(DOMAIN);
    WrapperState started =
        wrapper.start(wrapper.configure(WrapperState.empty(1), Map.of()).next()).next();

    assertThat(wrapper.invoke(started, "note", List.of("paid $5; 'thanks'")).text())
        .isEqualTo("paid $5; 'thanks'");
    assertThat(wrapper.status(started).attributes().get("lines")).endsWith("etch-1-1.book");
  }
}
