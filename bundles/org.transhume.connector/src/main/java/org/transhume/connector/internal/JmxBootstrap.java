// SPDX-License-Identifier: Apache-2.0
package org.transhume.connector.internal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.StreamCorruptedException;
import java.net.Socket;
import java.rmi.server.ObjID;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RemoteObject;
import java.rmi.server.UID;
import javax.management.remote.rmi.RMIConnection;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * The first two calls of a JMX connection, spoken directly: look up {@code jmxrmi}, then ask it for
 * a connection. Each answer is a stub, and the stub must come to life with our sockets in it. Were
 * it read by the JDK's RMI, it would have the JDK's socket factory, whose keys are those of the
 * whole JVM, and the distributed garbage collector would connect with these at once and for as long
 * as the stub lives.
 *
 * <p>This is the stream protocol of the RMI wire protocol (Java Remote Method Invocation
 * specification, chapter 10), version 2.
 */
final class JmxBootstrap implements Closeable {

  private static final int MAGIC = 0x4a524d49;
  private static final short VERSION = 2;
  private static final byte STREAM_PROTOCOL = 0x4b;
  private static final byte PROTOCOL_ACCEPTED = 0x4e;
  private static final byte CALL = 0x50;
  private static final byte RETURN = 0x51;
  private static final byte ACKNOWLEDGE = 0x54;
  private static final byte NORMAL_RETURN = 1;
  private static final byte EXCEPTIONAL_RETURN = 2;

  private static final int LOOKUP = 2;
  private static final long REGISTRY_INTERFACE = 4_905_912_898_345_647_071L;
  private static final int BY_METHOD_HASH = -1;
  private static final long NEW_CLIENT = -1_089_742_558_549_201_240L;

  private static final ObjectInputFilter ANSWERS =
      ObjectInputFilter.Config.createFilter(
          "maxdepth=16;maxarray=4096;maxrefs=2000;maxbytes=262144;"
              + "java.lang.*;java.io.*;java.rmi.*;java.rmi.registry.*;java.rmi.server.*;"
              + "java.util.*;javax.management.remote.rmi.RMIServerImpl_Stub;"
              + "javax.management.remote.rmi.RMIConnectionImpl_Stub;"
              + "javax.rmi.ssl.SslRMIClientSocketFactory;"
              // What takes its place is looked at, too.
              + EndpointSockets.class.getName()
              + ";!*");

  private final EndpointSockets sockets;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /**
   * Greets the other side.
   *
   * @param socket connected
   * @param sockets what the stubs shall connect with
   */
  JmxBootstrap(Socket socket, EndpointSockets sockets) throws IOException {
    this.sockets = sockets;
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    out.writeInt(MAGIC);
    out.writeShort(VERSION);
    out.writeByte(STREAM_PROTOCOL);
    out.flush();
    if (in.readByte() != PROTOCOL_ACCEPTED) {
      throw new StreamCorruptedException("the peer does not speak RMI's stream protocol");
    }
    in.readUTF();
    in.readInt();
    out.writeUTF(socket.getLocalAddress().getHostAddress());
    out.writeInt(0);
  }

  /** Opens a JMX connection on the other side. */
  RMIConnection newClient() throws IOException {
    RemoteObject server = call(new ObjID(ObjID.REGISTRY_ID), LOOKUP, REGISTRY_INTERFACE, "jmxrmi");
    RemoteObject client = call(objectId(server), BY_METHOD_HASH, NEW_CLIENT, null);
    if (client instanceof RMIConnection connection) {
      return connection;
    }
    throw new StreamCorruptedException("the peer answered with no JMX connection");
  }

  private RemoteObject call(ObjID object, int operation, long hash, String argument)
      throws IOException {
    out.writeByte(CALL);
    ObjectOutputStream arguments = new ObjectOutputStream(out);
    object.write(arguments);
    arguments.writeInt(operation);
    arguments.writeLong(hash);
    arguments.writeObject(argument);
    arguments.flush();
    if (in.readByte() != RETURN) {
      throw new StreamCorruptedException("the peer answered with no return value");
    }
    ObjectInputStream answer = new AnswerInput(in);
    byte kind = answer.readByte();
    UID acknowledged = UID.read(answer);
    Object value = readObject(answer);
    if (kind == EXCEPTIONAL_RETURN && value instanceof Exception refusal) {
      throw new IOException("the peer refused: " + refusal.getMessage(), refusal);
    }
    if (kind != NORMAL_RETURN || !(value instanceof RemoteObject stub)) {
      throw new StreamCorruptedException("the peer answered with no stub");
    }
    // The stub has told the other side by now that it is in use: the answer may be forgotten there.
    out.writeByte(ACKNOWLEDGE);
    acknowledged.write(out);
    out.flush();
    return stub;
  }

  private static Object readObject(ObjectInputStream answer) throws IOException {
    try {
      return answer.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("the peer answered with an unknown class: " + e.getMessage(), e);
    }
  }

  /** The stub's object id, from its external form: endpoint first, then the id. */
  private static ObjID objectId(RemoteObject stub) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream form = new WithoutSockets(bytes)) {
      stub.getRef().writeExternal(form);
    }
    try (ObjectInputStream form =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      form.readByte();
      form.readUTF();
      form.readInt();
      readObject(form);
      return ObjID.read(form);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Reads as RMI does, with a location after each class, but puts our sockets into stubs. */
  private final class AnswerInput extends ObjectInputStream {

    AnswerInput(InputStream in) throws IOException {
      super(in);
      setObjectInputFilter(ANSWERS);
      enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      readObject();
      return Class.forName(description.getName(), false, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
      throw new ClassNotFoundException("a proxy, which no answer of ours contains");
    }

    @Override
    protected Object resolveObject(Object read) {
      return read instanceof SslRMIClientSocketFactory ? sockets : read;
    }
  }

  /** Writes stubs without their socket factory, which only this process can use. */
  private static final class WithoutSockets extends ObjectOutputStream {

    WithoutSockets(ByteArrayOutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object written) {
      return written instanceof RMIClientSocketFactory ? null : written;
    }
  }
}
