// SPDX-License-Identifier: Apache-2.0
package org.transhume.campaign;

import java.io.IOException;
import javax.management.ObjectName;

/** The MBeans of the agents and of the manager that leads them. */
public interface Beans {

  /** The MBean of that name, as its interface; every getter asks anew. */
  <T> T bean(ObjectName name, Class<T> type);

  /** Whether it is there now. */
  boolean has(ObjectName name) throws IOException;

  /** Follows the notifications of the manager and of all agents from now on. */
  Watch watch() throws IOException;
}
