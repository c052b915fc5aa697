// SPDX-License-Identifier: Apache-2.0
/** Coordination on an external ZooKeeper ensemble. */
package org.transhume.coordination.zookeeper.internal;
