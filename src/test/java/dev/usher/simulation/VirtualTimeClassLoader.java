package dev.usher.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * Defines Usher's classes, of the server and of its tests, once more: with calls of {@link VirtualJdk} where they call
 * the JDK's clocks, random numbers and thread pools. Everything else comes from the parent.
 */
final class VirtualTimeClassLoader extends ClassLoader {
    private static final String USHER = "dev.usher.";
    private static final int ASM = Opcodes.ASM9;
    private static final String VIRTUAL = Type.getInternalName(VirtualJdk.class);
    private static final Map<String, String> TYPES =
            Map.of(Type.getInternalName(ThreadLocalRandom.class), Type.getInternalName(VirtualJdk.ThreadRandom.class));
    private static final Map<String, String> METHODS = Map.of(
            "nanoTime", Type.getInternalName(System.class),
            "currentTimeMillis", Type.getInternalName(System.class),
            "now", Type.getInternalName(Instant.class),
            "randomUUID", Type.getInternalName(UUID.class),
            "newFixedThreadPool", Type.getInternalName(Executors.class));

    VirtualTimeClassLoader() {
        super(VirtualTimeClassLoader.class.getClassLoader());
    }

    /**
     * Makes an instance of a class of a loader of its own.
     *
     * @param <T> a type of the JDK, since the class itself is another one there
     */
    @SuppressWarnings("unchecked")
    static <T> T load(Class<? extends T> type) throws ReflectiveOperationException {
        return (T) new VirtualTimeClassLoader()
                .loadClass(type.getName())
                .getConstructor()
                .newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(USHER)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            var writer = new ClassWriter(0);
            new ClassReader(file).accept(new ClassRemapper(new StaticCalls(writer), new SimpleRemapper(TYPES)), 0);
            var code = writer.toByteArray();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String owner(String owner, String method) {
        return owner.equals(METHODS.get(method)) ? VIRTUAL : owner;
    }

    private static final class StaticCalls extends ClassVisitor {
        StaticCalls(ClassVisitor next) {
            super(ASM, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            var next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new MethodVisitor(ASM, next) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
                    var virtual = opcode == Opcodes.INVOKESTATIC ? owner(owner, method) : owner;
                    super.visitMethodInsn(opcode, virtual, method, type, isInterface);
                }

                @Override
                public void visitInvokeDynamicInsn(String method, String type, Handle bootstrap, Object... arguments) {
                    var virtual = arguments.clone();
                    for (int i = 0; i < virtual.length; i++) {
                        if (virtual[i] instanceof Handle handle && handle.getTag() == Opcodes.H_INVOKESTATIC) {
                            virtual[i] = new Handle(
                                    handle.getTag(),
                                    owner(handle.getOwner(), handle.getName()),
                                    handle.getName(),
                                    handle.getDesc(),
                                    handle.isInterface());
                        }
                    }
                    super.visitInvokeDynamicInsn(method, type, bootstrap, virtual);
                }
            };
        }
    }
}
