// SPDX-License-Identifier: Apache-2.0
package org.transhume.configuration.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Bundle;

/**
 * The properties that a bundle describes in {@code OSGI-INF/metatype}, as OSGi's tools write it.
 */
final class Metatype {

  private static final String FOLDER = "OSGI-INF/metatype";

  private Metatype() {}

  /**
   * Names of properties by the pid of their configuration.
   *
   * @throws IOException naming the description that cannot be read
   */
  static Map<String, Set<String>> of(Bundle bundle) throws IOException {
    Map<String, Set<String>> properties = new HashMap<>();
    Enumeration<URL> descriptions = bundle.findEntries(FOLDER, "*.xml", false);
    if (descriptions == null) {
      return properties;
    }
    for (URL url : Collections.list(descriptions)) {
      try (InputStream stream = url.openStream()) {
        properties.putAll(read(stream));
      } catch (XMLStreamException e) {
        throw new IOException(url + " is no description of a configuration", e);
      }
    }
    return properties;
  }

  /** One description: it has one list of properties, and the pids that it is meant for. */
  static Map<String, Set<String>> read(InputStream description) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XMLStreamReader reader = factory.createXMLStreamReader(description);
    Set<String> names = new TreeSet<>();
    Set<String> pids = new HashSet<>();
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        switch (reader.getLocalName()) {
          case "AD" -> names.add(reader.getAttributeValue(null, "id"));
          case "Designate" -> {
            String factoryPid = reader.getAttributeValue(null, "factoryPid");
            pids.add(factoryPid != null ? factoryPid : reader.getAttributeValue(null, "pid"));
          }
          default -> {
            // Options and texts are of no interest here.
          }
        }
      }
    }
    Map<String, Set<String>> properties = new HashMap<>();
    pids.forEach(pid -> properties.put(pid, names));
    return properties;
  }
}
