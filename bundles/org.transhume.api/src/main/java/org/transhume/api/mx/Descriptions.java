// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import javax.management.MBeanOperationInfo;

/** The words that consoles show beside one contract's attributes, operations and parameters. */
record Descriptions(Class<?> contract) {

  private static final Properties WORDS = words();

  private static Properties words() {
    Properties words = new Properties();
    try (InputStream file = Descriptions.class.getResourceAsStream("descriptions.properties");
        Reader text = new InputStreamReader(file, StandardCharsets.UTF_8)) {
      words.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException("our own bundle cannot be read", e);
    }
    return words;
  }

  String ofContract(String otherwise) {
    return WORDS.getProperty(contract.getSimpleName(), otherwise);
  }

  String ofMember(String name, String otherwise) {
    return WORDS.getProperty(contract.getSimpleName() + "." + name, otherwise);
  }

  /** The name in the source; the compiler keeps it for this package. */
  String ofParameter(MBeanOperationInfo operation, int number, String otherwise) {
    return Arrays.stream(contract.getMethods())
        .filter(method -> method.getName().equals(operation.getName()))
        .filter(method -> method.getParameterCount() == operation.getSignature().length)
        .map(Method::getParameters)
        .filter(parameters -> parameters[number].isNamePresent())
        .map(parameters -> parameters[number].getName())
        .findFirst()
        .orElse(otherwise);
  }
}
