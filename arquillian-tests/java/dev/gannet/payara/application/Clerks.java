package dev.gannet.payara.application;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Whom the shop knows: Ann and Bob. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "shop")
@DeclareRoles(Clerks.CLERK)
public class Clerks implements IdentityStore {
    static final String CLERK = "clerk";

    @Override
    public CredentialValidationResult validate(Credential credential) {
        return credential instanceof UsernamePasswordCredential clerk
                        && (clerk.compareTo("ann", "secret") || clerk.compareTo("bob", "secret"))
                ? new CredentialValidationResult(clerk.getCaller(), Set.of(CLERK))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
