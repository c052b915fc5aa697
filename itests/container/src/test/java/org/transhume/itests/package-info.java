// SPDX-License-Identifier: Apache-2.0
/**
 * Stories about a running container. A new story is a class whose name ends in {@code IT}. What has
 * to be seen from within, such as bundles, is told by Pax Exam in a container of {@link
 * org.transhume.itests.Containers}. What people do from outside is told outside: {@link
 * org.transhume.itests.Instance} runs the distribution as an administrator does, and {@link
 * org.transhume.itests.User} reaches it over its TLS port. Everything happens in a network
 * namespace in which only loopback is up.
 */
package org.transhume.itests;
