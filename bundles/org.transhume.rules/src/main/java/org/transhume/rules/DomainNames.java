// SPDX-License-Identifier: Apache-2.0
package org.transhume.rules;

import java.util.Set;

/** Who is meant by a domain's name. Rules keep the uuid: names may be given again. */
@FunctionalInterface
public interface DomainNames {

  /** Knows no name, for rules that hold uuids only. */
  DomainNames NONE = name -> Set.of();

  /** The uuids of all domains of that name. */
  Set<String> uuidsOf(String name);

  /** What to tell of a name that is not known. */
  default String unknown(String name) {
    return "no domain is named " + name + "; give its uuid if it is not there at the moment";
  }
}
