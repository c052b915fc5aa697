// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.demo;

import java.io.IOException;
import org.transhume.api.model.Mode;

/** What a story can do to the demo's cluster. */
interface Stage {

  /** Lets a domain want that many processors from now on. */
  void setDemand(String domain, double processors);

  /** Fails a host's power. */
  void powerOff(String host);

  /** Empties a host for maintenance. */
  void drain(String host);

  /** Lets a policy go as far by itself. */
  void setMode(String policy, Mode mode);

  /** Sets a parameter of a policy. */
  void setParameter(String policy, String parameter, double value) throws IOException;
}
