// SPDX-License-Identifier: Apache-2.0
package org.transhume.workload.internal.rmi;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** What the server offers. */
interface PingPong extends Remote {

  /** Its name in the registry. */
  String NAME = "pingPong";

  /** Its argument. */
  SizeableObject pingPong(SizeableObject object) throws RemoteException;
}
