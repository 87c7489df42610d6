#include "oauth/oauthvariant.h"

#include <algorithm>

namespace qd::lab {

namespace {

OAuthVariant variant(std::string name, std::string about)
{
    OAuthVariant made;
    made.name = std::move(name);
    made.about = std::move(about);
    return made;
}

template<typename Change>
OAuthVariant variant(std::string name, std::string about, Change change)
{
    OAuthVariant made = variant(std::move(name), std::move(about));
    change(made);
    return made;
}

void addDiscovery(std::vector<OAuthVariant> &all)
{
    using V = OAuthVariant;
    all.push_back(variant("path-issuer", "metadata told in the challenge, issuer with a path"));
    all.push_back(variant("root-issuer", "issuer without a path", [](V &v) { v.hasPath = false; }));
    all.push_back(variant("no-header", "a challenge without metadata; it is at the well-known address with the path", [](V &v) { v.tellsMetadata = false; }));
    all.push_back(variant("root-metadata", "metadata at the root's well-known address alone", [](V &v) {
        v.tellsMetadata = false;
        v.resourcePlace = V::ResourcePlace::Root;
    }));
    all.push_back(variant("openid", "OpenID discovery alone, below the issuer's path", [](V &v) { v.serverPlace = V::ServerPlace::OpenId; }));
    const auto old = [](V &v) {
        v.tellsMetadata = v.hasPath = v.advertisesIssuer = false;
        v.resourcePlace = V::ResourcePlace::Nowhere;
        v.issuerAnswer = V::IssuerAnswer::Absent;
    };
    all.push_back(variant("legacy", "revision 2025-03-26: no resource metadata, the server's own origin signs in", old));
    all.push_back(variant("legacy-fixed", "revision 2025-03-26 without any metadata: /authorize, /token, /register", [old](V &v) {
        old(v);
        v.serverPlace = V::ServerPlace::Nowhere;
    }));
    all.push_back(variant("wrong-issuer", "metadata that names another issuer", [](V &v) { v.claimedIssuer = "https://evil.example"; }));
    all.push_back(variant("wrong-resource", "resource metadata of another server", [](V &v) { v.resource = "https://evil.example/mcp"; }));
    all.push_back(variant("private-issuer", "an issuer in a private network", [](V &v) { v.listedIssuer = "https://10.0.0.1/"; }));
    all.push_back(variant("redirecting", "metadata that redirects into a private network", [](V &v) { v.redirectsMetadata = true; }));
    all.push_back(variant("script-page", "a page to sign in that is a script", [](V &v) { v.page = "javascript:alert(1)"; }));
    all.push_back(variant("no-s256", "an authorization server without PKCE", [](V &v) { v.offersS256 = false; }));
}

void addAnswers(std::vector<OAuthVariant> &all)
{
    using V = OAuthVariant;
    all.push_back(variant("iss-missing", "iss is promised and does not come", [](V &v) { v.issuerAnswer = V::IssuerAnswer::Absent; }));
    all.push_back(variant("iss-wrong", "iss is another's", [](V &v) { v.issuerAnswer = V::IssuerAnswer::Wrong; }));
    all.push_back(variant("iss-silent", "iss is neither promised nor sent", [](V &v) {
        v.advertisesIssuer = false;
        v.issuerAnswer = V::IssuerAnswer::Absent;
    }));
    all.push_back(variant("iss-unpromised", "iss is not promised and another's", [](V &v) {
        v.advertisesIssuer = false;
        v.issuerAnswer = V::IssuerAnswer::Wrong;
    }));
    all.push_back(variant("declined", "the user says no", [](V &v) { v.declines = true; }));
    all.push_back(variant("declined-wrong-iss", "a refusal in another's name", [](V &v) {
        v.declines = true;
        v.issuerAnswer = V::IssuerAnswer::Wrong;
    }));
}

void addClients(std::vector<OAuthVariant> &all)
{
    using V = OAuthVariant;
    all.push_back(variant("cimd", "client id metadata documents", [](V &v) {
        v.registers = false;
        v.takesDocuments = true;
    }));
    all.push_back(variant("known-clients", "knows its clients beforehand, and no others", [](V &v) { v.registers = false; }));
    all.push_back(variant("secret-post", "registers clients with a secret in the form", [](V &v) { v.authMethods = {"client_secret_post"}; }));
    all.push_back(variant("secret-basic", "registers clients with a secret in the header", [](V &v) { v.authMethods = {"client_secret_basic"}; }));
    all.push_back(variant("private-key", "takes signed assertions alone", [](V &v) {
        v.registers = false;
        v.authMethods = {"private_key_jwt"};
    }));
    all.push_back(variant("step-up", "calls need another scope than lists", [](V &v) { v.wantsMoreForCalls = true; }));
    all.push_back(variant("step-up-loop", "calls need yet another scope each time", [](V &v) { v.neverContent = true; }));
    all.push_back(variant("short", "tokens of five seconds that are renewed", [](V &v) { v.tokenSeconds = 5; }));
    all.push_back(variant("no-refresh", "tokens that are not renewed", [](V &v) { v.refreshes = false; }));
    all.push_back(variant("machine", "client credentials: a secret or a signed assertion", [](V &v) {
        v.registers = false;
        v.authMethods = {"client_secret_basic", "private_key_jwt"};
    }));
    all.push_back(variant("enterprise", "an identity provider vouches (ID-JAG)", [](V &v) {
        v.registers = false;
        v.isEnterprise = true;
        v.authMethods = {"none", "client_secret_basic"};
    }));
}

} // namespace

const std::vector<OAuthVariant> &oauthVariants()
{
    static const std::vector<OAuthVariant> all = [] {
        std::vector<OAuthVariant> made;
        addDiscovery(made);
        addAnswers(made);
        addClients(made);
        return made;
    }();
    return all;
}

const OAuthVariant *findOAuthVariant(std::string_view name)
{
    const auto found = std::ranges::find(oauthVariants(), name, &OAuthVariant::name);
    return found == oauthVariants().end() ? nullptr : &*found;
}

} // namespace qd::lab
