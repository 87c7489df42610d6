#include "mcpcollections/collectioncodec.h"

#include "mcp/jsonslice.h"
#include "mcpcollections/collectionpart.h"
#include "mcpcollections/stepreader.h"

#include <QStringBuilder>

#include <algorithm>
#include <utility>

namespace qd {

using namespace collection;

namespace {

constexpr qsizetype maxNotes = 100;

Variables variablesOf(const Part &part, QByteArrayView written)
{
    Variables made;
    if (static_cast<qsizetype>(part.json().size()) > maxVariables)
        refuse(part.place(), QStringLiteral("at most %1 variables are read").arg(maxVariables));
    const QStringList values = childrenAsWritten(part.json(), written);
    for (const auto &[name, value] : part.json().items())
        made.append({qtext(name), values.at(made.size())});
    return made;
}

void readEnvironments(Collection &made, const Part &part, QByteArrayView text, const SiblingFile &sibling)
{
    const CollectionJson *value = part.find("environments");
    if (!value)
        return;
    CollectionJson fromFile;
    if (value->is_string()) {
        made.environmentsFile = qtext(value->get_ref<const std::string &>());
        fromFile = siblingJson(sibling, made.environmentsFile, part.at("environments"));
        value = &fromFile;
    }
    const Part list(*value, part.at("environments"));
    const QStringList written = childrenAsWritten(*value, jsonslice::member(text, "environments").value_or(QByteArrayView()));
    for (const auto &[name, variables] : value->items())
        made.environments.append({qtext(name), variablesOf(Part(variables, list.at(name.c_str())), written.at(made.environments.size()).toUtf8())});
}

void checkVersion(const Part &document)
{
    const CollectionJson *version = document.find("version");
    if (!version || !version->is_number_integer())
        refuse(QStringLiteral("version"), QStringLiteral("the version of the format is missing; this is a collection when it says %1").arg(formatVersion));
    if (*version != formatVersion)
        refuse(QStringLiteral("version"), QStringLiteral("%1 is not known here; %2 is").arg(jsonText(*version)).arg(formatVersion));
}

/// "step 2 (echo): ", so that it is found.
QString stepPlace(std::size_t index, const Step &step)
{
    const QString name = step.name.isEmpty() ? step.target : step.name;
    return QStringLiteral("step %1").arg(index + 1) % (name.isEmpty() ? QString() : QString(u" (" % name.left(80) % u')')) % u": ";
}

void readSteps(Collection &made, const CollectionJson &steps, QByteArrayView text, const SiblingFile &sibling)
{
    const auto written = jsonslice::elements(jsonslice::member(text, "steps").value_or(QByteArrayView()));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        QStringList notes;
        made.steps.append(readStep(Part(steps[i], elementPlace(QStringLiteral("steps"), i)), written.value(static_cast<qsizetype>(i)), sibling, notes));
        for (const QString &note : std::as_const(notes))
            made.notes << stepPlace(i, made.steps.last()) % note;
    }
    if (steps.empty())
        made.notes << QStringLiteral("there are no steps: nothing is called and nothing is checked");
}

Collection collectionOf(const CollectionJson &json, QByteArrayView text, const SiblingFile &sibling)
{
    const Part document(json, {});
    checkVersion(document);
    Collection made{.name = document.text("name"), .description = document.text("description"), .variables = {}, .environments = {},
                    .environmentsFile = {}, .answers = {}, .steps = {}, .raw = jsonText(json)};
    if (const CollectionJson *variables = document.find("variables"))
        made.variables = variablesOf(Part(*variables, QStringLiteral("variables")), jsonslice::member(text, "variables").value_or(QByteArrayView()));
    readEnvironments(made, document, text, sibling);
    document.noteUnknown({QStringLiteral("version"), QStringLiteral("name"), QStringLiteral("description"), QStringLiteral("variables"), QStringLiteral("environments"),
                          QStringLiteral("answers"), QStringLiteral("steps")}, made.notes);
    if (const CollectionJson *answers = document.find("answers")) {
        checkAnswers(Part(*answers, QStringLiteral("answers")), made.notes);
        made.answers = document.written("answers", text);
    }
    const CollectionJson *steps = document.list("steps", maxSteps);
    if (!steps)
        refuse(QStringLiteral("steps"), QStringLiteral("the list of steps is missing"));
    readSteps(made, *steps, text, sibling);
    made.notes.resize(std::min(made.notes.size(), maxNotes));
    return made;
}

} // namespace

Result<Collection> decodeCollection(const QByteArray &text, const SiblingFile &sibling)
{
    if (text.size() > maxFileBytes)
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The collection is larger than %1 MiB").arg(maxFileBytes / 1024 / 1024)};
    const auto json = parseJson(text);
    if (!json)
        return json.error();
    try {
        return collectionOf(*json, text, sibling);
    } catch (const Mistake &mistake) {
        return Error{.kind = ErrorKind::Invalid, .message = mistake.place.isEmpty() ? mistake.reason : QString(mistake.place % u": " % mistake.reason)};
    }
}

} // namespace qd
