// SPDX-License-Identifier: Apache-2.0
package org.transhume.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTemplateTest {

  private final PageTemplate template = PageTemplate.beside(PageTemplateTest.class);

  @Test
  void shouldFillEveryGapAndBringItsChartsAlong() {
    String page = template.filled(Map.of("title", "a", "body", "b"));

    assertThat(page)
        .startsWith("<p title=\"a\">a b</p>")
        .contains("body { font:", "Licensed to the Apache Software Foundation", "function draw(");
  }

  @Test
  void shouldTakeValuesAndScriptsAsTheyAre() {
    String page = template.filled(Map.of("title", "$0 \\ {{body}}", "body", "b"));

    assertThat(page).contains(">$0 \\ {{body}} b</p>").contains("const own = \"$1 {{body}}\";");
  }

  @Test
  void shouldRefuseToLeaveAGap() {
    Map<String, String> values = Map.of("title", "a");

    assertThatThrownBy(() -> template.filled(values)).hasMessageContaining("{{body}}");
  }

  @Test
  void shouldSayThatThereIsNoTemplate() {
    PageTemplate missing = PageTemplate.beside(String.class);

    assertThatThrownBy(() -> missing.filled(Map.of())).hasMessageContaining("java.lang.String");
  }

  @Test
  void shouldEscapeWhatHtmlReadsOtherwise() {
    assertThat(PageTemplate.escaped("<a href='x' title=\"&\">"))
        .isEqualTo("&lt;a href=&#39;x&#39; title=&quot;&amp;&quot;&gt;");
  }
}
