#include "fleet/scenariodecode.h"

#include "fleet/fleetdecode.h"
#include "fleet/jsonreader.h"
#include "fleet/timelinedecode.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

constexpr qsizetype largestScenario = 1'000'000;
constexpr int deepestScenario = 20;

/// Parses without exceptions; nlohmann recurses, so depth is bounded by its callback.
std::optional<nlohmann::json> parseScenarioJson(const QByteArray &text)
{
    if (text.size() > largestScenario)
        return std::nullopt;
    bool isTooDeep = false;
    const auto watchDepth = [&isTooDeep](int depth, nlohmann::json::parse_event_t, nlohmann::json &) {
        isTooDeep = isTooDeep || depth > deepestScenario;
        return !isTooDeep;
    };
    nlohmann::json value = nlohmann::json::parse(text.begin(), text.end(), watchDepth, false);
    if (value.is_discarded() || isTooDeep)
        return std::nullopt;
    return value;
}

Error notScenarioJson(const QString &file)
{
    return Error{.kind = ErrorKind::Decode,
                 .message = QStringLiteral("The scenario cannot be read: %1 is not JSON of at most 1 MB").arg(file),
                 .detail = file + QStringLiteral(": /")};
}

} // namespace

Result<Scenario> decodeScenario(const QByteArray &text, const QString &fileName, const ScenarioFileReader &readFile)
{
    const std::optional<nlohmann::json> document = parseScenarioJson(text);
    if (!document)
        return notScenarioJson(fileName);

    DecodeProblems problems(fileName.toStdString());
    JsonReader root(*document, {}, problems);
    Scenario scenario;
    scenario.title = root.text("title");
    if (document->is_object() && document->contains("fleet") && (*document)["fleet"].is_string()) {
        const QString fleetName = QString::fromStdString(root.text("fleet"));
        const Result<QByteArray> fleetText = readFile(fleetName);
        if (!fleetText)
            return fleetText.error();
        const QString fleetFile = fleetName + QStringLiteral(".json");
        const std::optional<nlohmann::json> fleet = parseScenarioJson(*fleetText);
        if (!fleet)
            return notScenarioJson(fleetFile);
        DecodeProblems fleetProblems(fleetFile.toStdString());
        decodeFleet(JsonReader(*fleet, {}, fleetProblems), scenario);
        if (fleetProblems.first())
            return *fleetProblems.first();
    } else {
        decodeFleet(root.object("fleet"), scenario);
    }
    decodeTimeline(root.objects("timeline", false), scenario);
    root.refuseOthers();
    if (problems.first())
        return *problems.first();
    return scenario;
}

} // namespace qd::lab
