// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;

/** Shows the story as a picture that stays in its place. */
final class LiveTeller implements Teller {

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final LiveView view;
  private boolean closed;

  private LiveTeller(Terminal terminal, List<String> header) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    this.display = new Display(terminal, true);
    this.view = new LiveView(header, StandardCharsets.UTF_8.equals(terminal.encoding()));
    terminal.echo(false);
    terminal.puts(InfoCmp.Capability.enter_ca_mode);
    terminal.puts(InfoCmp.Capability.cursor_invisible);
    terminal.puts(InfoCmp.Capability.clear_screen);
    terminal.flush();
  }

  /** Takes the terminal over. The demo listens to signals itself. */
  static LiveTeller open(List<String> header) {
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).provider("exec").nativeSignals(false).build();
      return new LiveTeller(terminal, header);
    } catch (IOException e) {
      throw new UncheckedIOException("no picture can be shown here; use --plain", e);
    }
  }

  @Override
  public void say(String line) {
    if (closed) {
      System.out.println(line);
    }
  }

  @Override
  public synchronized void tell(Story story, long sinceStartMillis) {
    if (closed) {
      return;
    }
    Size size = terminal.getSize();
    int columns = size.getColumns() > 0 ? size.getColumns() : 100;
    int rows = size.getRows() > 0 ? size.getRows() : 30;
    display.resize(rows, columns);
    display.update(view.lines(story, sinceStartMillis, columns, rows), 0);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    terminal.puts(InfoCmp.Capability.cursor_visible);
    terminal.puts(InfoCmp.Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal could not be given back; try: reset", e);
    }
  }
}
