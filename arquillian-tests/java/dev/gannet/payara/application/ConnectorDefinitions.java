package dev.gannet.payara.application;

import jakarta.ejb.Stateless;
import jakarta.resource.AdministeredObjectDefinition;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** What other applications say in {@code web.xml}: connections to the server in this container, and a subject. */
@ConnectionFactoryDefinition(
        name = "java:app/gannet/connections",
        interfaceName = "dev.gannet.api.MessagingConnectionFactory",
        resourceAdapter = "connector",
        transactionSupport = TransactionSupportLevel.LocalTransaction,
        maxPoolSize = 3,
        properties = {"url=in-process", "name=shop inside"})
@AdministeredObjectDefinition(
        name = "java:app/gannet/orders",
        interfaceName = "dev.gannet.api.SubjectAddress",
        className = "dev.gannet.ra.AddressedSubject",
        resourceAdapter = "connector",
        properties = "subject=orders.new")
@Stateless
public class ConnectorDefinitions {}
