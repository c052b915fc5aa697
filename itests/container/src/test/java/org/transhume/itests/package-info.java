// SPDX-License-Identifier: Apache-2.0
/**
 * Stories told inside a running container. A new story is a class whose name ends in {@code IT}: it
 * chooses its container from {@link org.transhume.itests.Containers} and looks at it as a user
 * does, through MBeans and the deploy folder.
 */
package org.transhume.itests;
