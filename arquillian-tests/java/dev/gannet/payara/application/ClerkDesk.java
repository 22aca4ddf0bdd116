package dev.gannet.payara.application;

import dev.gannet.api.OnSubject;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers a clerk who is ready, and knows who calls it. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ClerkDesk {
    private static final int CALLS = 16;

    private final CyclicBarrier together = new CyclicBarrier(CALLS);
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

    @Resource
    SessionContext session;

    @PermitAll
    @OnSubject("clerks.question")
    public CompletionStage<String> question(String clerk) {
        return answer(clerk);
    }

    @PermitAll
    @OnSubject("clerks.ready")
    public void ready(String clerk) {
        answer(clerk).complete(clerk);
    }

    /**
     * Whoever sends a message is nobody to the container, whatever the connection's user is. Answers when as many are asked as
     * may be at a time, and so on that many threads.
     */
    @PermitAll
    @OnSubject(value = "clerks.anybody", concurrency = CALLS)
    public String anybody() throws InterruptedException, BrokenBarrierException, TimeoutException {
        together.await(20, TimeUnit.SECONDS);
        return session.getCallerPrincipal().getName() + " " + session.isCallerInRole(Clerks.CLERK);
    }

    @RolesAllowed(Clerks.CLERK)
    public String caller() {
        return session.getCallerPrincipal().getName();
    }

    private CompletableFuture<String> answer(String clerk) {
        return answers.computeIfAbsent(clerk, each -> new CompletableFuture<>());
    }
}
