#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// How one protected MCP server and its authorization server behave: one place of the checklist of MCP clients each, right or
/// wrong on purpose. A value; the defaults are the manners of the current revision.
struct OAuthVariant {
    enum class ResourcePlace { Path, Root, Nowhere };
    enum class ServerPlace { OAuth, OpenId, Nowhere };
    enum class IssuerAnswer { Right, Absent, Wrong };

    std::string name;
    std::string about;
    // The MCP server.
    bool tellsMetadata = true; ///< resource_metadata in its challenge
    ResourcePlace resourcePlace = ResourcePlace::Path;
    bool redirectsMetadata = false;  ///< its metadata answers with a redirect into a private network
    std::string resource;            ///< what it calls itself; empty: its address
    std::string listedIssuer;        ///< whom it names; empty: its own authorization server
    bool wantsMoreForCalls = false;  ///< tools/call needs mcp:write
    bool neverContent = false;       ///< tools/call wants yet another scope each time
    // The authorization server.
    bool hasPath = true;             ///< its issuer has a path
    ServerPlace serverPlace = ServerPlace::OAuth;
    std::string claimedIssuer;       ///< empty: the right one
    std::string page;                ///< authorization_endpoint; empty: the right one
    bool offersS256 = true;
    bool advertisesIssuer = true;
    IssuerAnswer issuerAnswer = IssuerAnswer::Right;
    bool registers = true;
    bool takesDocuments = false;
    bool declines = false;           ///< its user says no
    bool refreshes = true;
    bool revokes = true;             ///< RFC 7009
    int tokenSeconds = 3600;
    std::vector<std::string> authMethods{"none"};
    bool isEnterprise = false;       ///< takes an identity provider's word, which is at /idp of the same place
};

/// All of them, in the order of the checklist.
const std::vector<OAuthVariant> &oauthVariants();
/// Null when there is none of this name.
const OAuthVariant *findOAuthVariant(std::string_view name);

} // namespace qd::lab
