// SPDX-License-Identifier: Apache-2.0
/** Days of a service as a page. */
package org.transhume.simulation.internal.report.service;
