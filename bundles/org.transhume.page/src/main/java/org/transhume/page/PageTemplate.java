// SPDX-License-Identifier: Apache-2.0
package org.transhume.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page with gaps such as <code>{{rows}}</code>, which stands beside a class as {@code page.html},
 * with its script as {@code page.js}.
 *
 * <p>Three gaps are filled here: <code>{{style}}</code> is what all our pages have in common,
 * <code>{{charts}}</code> is Apache ECharts and {@code draw(element, option)}, which draws one of
 * its charts in our colours, and <code>{{script}}</code> is the page's own script.
 */
public final class PageTemplate {

  /** Of org.webjars:echarts; its version is the pom's. */
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

  private final Class<?> owner;

  private PageTemplate(Class<?> owner) {
    this.owner = owner;
  }

  /** The template beside a class. */
  public static PageTemplate beside(Class<?> owner) {
    return new PageTemplate(owner);
  }

  /**
   * The page with its gaps filled. Values are put in as they are: what comes from elsewhere must be
   * {@link #escaped} before.
   *
   * @throws IllegalStateException when a gap has no value, or a bundle lacks the template
   */
  public String filled(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("style", resource(PageTemplate.class, "style.css"));
    all.put(
        "charts",
        resource(PageTemplate.class, ECHARTS) + resource(PageTemplate.class, "charts.js"));
    all.put("script", resource(owner, "page.js"));
    return GAP.matcher(resource(owner, "page.html"))
        .replaceAll(gap -> Matcher.quoteReplacement(value(all, gap.group(1))));
  }

  private static String value(Map<String, String> values, String gap) {
    String value = values.get(gap);
    if (value == null) {
      throw new IllegalStateException("nothing is given for {{" + gap + "}}");
    }
    return value;
  }

  /** A text as it must be written in HTML, between tags as well as in a quoted attribute. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream content = owner.getResourceAsStream(name)) {
      if (content == null) {
        throw new IllegalStateException("the bundle of " + owner.getName() + " lacks " + name);
      }
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
