#include "oauthverb.h"

#include "oauth/oauthplace.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

Error unknownVariant(const QString &name)
{
    QStringList known;
    for (const OAuthVariant &variant : oauthVariants())
        known << QString::fromStdString(variant.name);
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no variant \"%1\"; known are: %2").arg(name, known.join(QStringLiteral(", ")))};
}

Json described(OAuthPlace &place)
{
    Json one{{"variant", place.variant().name}, {"about", place.variant().about}, {"url", place.mcpUrl()}, {"issuer", place.issuer().issuer()},
             {"clientSecret", place.clientSecret()}, {"clientKey", place.clientKey()}};
    if (place.provider())
        one["idpIssuer"] = place.provider()->issuer();
    return one;
}

} // namespace

OAuthVerb::OAuthVerb() : m_clock(std::make_unique<SystemClock>()) {}
OAuthVerb::~OAuthVerb() = default;
OAuthVerb::OAuthVerb(OAuthVerb &&) noexcept = default;

Result<OAuthVerb> OAuthVerb::start(const CommandLine &line)
{
    OAuthVerb verb;
    QStringList names = line.oauthVariants;
    if (names.isEmpty())
        for (const OAuthVariant &variant : oauthVariants())
            names << QString::fromStdString(variant.name);
    for (const QString &name : names) {
        const OAuthVariant *variant = findOAuthVariant(name.toStdString());
        if (!variant)
            return unknownVariant(name);
        auto place = OAuthPlace::start(*variant, *verb.m_clock);
        if (!place)
            return place.error();
        verb.m_places.push_back(std::move(*place));
    }
    return verb;
}

std::string OAuthVerb::announcement(bool json) const
{
    if (json) {
        Json all = Json::array();
        for (const auto &place : m_places)
            all.push_back(described(*place));
        return jsonBody({{"oauth", all}}) + "\n";
    }
    std::string text;
    for (const auto &place : m_places)
        text += place->mcpUrl() + "  " + place->variant().name + ": " + place->variant().about + "\n";
    return text;
}

} // namespace qd::lab
