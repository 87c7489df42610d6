#include "mcpcollections/collectioncodec.h"

#include "mcpcollections/jsonselect.h"

#include <array>

namespace qd {

namespace {

using namespace collection;

constexpr std::array encodedStepWords{"list", "call", "callEach", "read", "get", "complete", "subscribe", "unsubscribe", "logLevel", "ping", "wait"};

CollectionJson parsedOr(const QString &text, CollectionJson otherwise)
{
    auto json = CollectionJson::parse(text.toStdString(), nullptr, false);
    return json.is_discarded() || text.isEmpty() ? otherwise : json;
}

CollectionJson variablesJson(const Variables &variables)
{
    CollectionJson made = CollectionJson::object();
    for (const auto &[name, value] : variables)
        made[name.toStdString()] = parsedOr(value, nullptr);
    return made;
}

/// Sets a member, or takes it out when there is nothing to say.
void putMember(CollectionJson &object, const char *name, CollectionJson value, bool isSaid)
{
    if (isSaid)
        object[name] = std::move(value);
    else
        object.erase(name);
}

/// What was read of a list element, or nothing of it: its unknown members stay with it.
CollectionJson checkJson(const Check &check, const CollectionJson &read)
{
    CollectionJson made = read.is_object() && read.value("on", std::string()) == check.on.toStdString() ? read : CollectionJson::object();
    made["on"] = check.on.toStdString();
    for (int op = 0; op <= static_cast<int>(Check::Operator::Schema); ++op)
        if (static_cast<Check::Operator>(op) != check.op)
            made.erase(operatorWord(static_cast<Check::Operator>(op)).toStdString());
    made[operatorWord(check.op).toStdString()] = parsedOr(check.expected, nullptr);
    return made;
}

CollectionJson checksJson(const Step &step, const CollectionJson &read)
{
    CollectionJson made = CollectionJson::array();
    for (qsizetype i = 0; i < step.checks.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        made.push_back(checkJson(step.checks.at(i), read.is_array() && at < read.size() ? read[at] : CollectionJson()));
    }
    return made;
}

CollectionJson capturesJson(const Step &step)
{
    CollectionJson made = CollectionJson::object();
    for (const auto &[name, path] : step.captures)
        made[name.toStdString()] = path.toStdString();
    return made;
}

CollectionJson rowsJson(const Step &step)
{
    CollectionJson made = CollectionJson::array();
    for (const QString &row : step.rows)
        made.push_back(parsedOr(row, CollectionJson::object()));
    return made;
}

void putTarget(CollectionJson &object, const Step &step)
{
    const char *word = encodedStepWords.at(static_cast<size_t>(step.kind));
    for (const char *other : encodedStepWords)
        if (word != other)
            object.erase(other);
    if (step.kind == Step::Kind::Complete)
        object[word] = parsedOr(step.arguments, CollectionJson::object());
    else if (step.kind == Step::Kind::CallEach || step.kind == Step::Kind::Ping)
        object[word] = true;
    else
        object[word] = step.target.toStdString();
}

CollectionJson stepJson(const Step &step)
{
    CollectionJson made = parsedOr(step.raw, CollectionJson::object());
    putMember(made, "name", step.name.toStdString(), !step.name.isEmpty());
    putTarget(made, step);
    if (step.kind != Step::Kind::Complete)
        putMember(made, "arguments", parsedOr(step.arguments, CollectionJson::object()), !step.arguments.isEmpty());
    putMember(made, "task", true, step.isTask);
    putMember(made, "timeoutMs", step.timeout.count(), step.timeout.count() > 0);
    putMember(made, "expect", checksJson(step, made.value("expect", CollectionJson())), !step.checks.isEmpty());
    putMember(made, "capture", capturesJson(step), !step.captures.isEmpty());
    putMember(made, "rows", step.rowsFile.isEmpty() ? rowsJson(step) : CollectionJson(step.rowsFile.toStdString()), step.hasRows || !step.rows.isEmpty() || !step.rowsFile.isEmpty());
    CollectionJson except = CollectionJson::array();
    for (const QString &name : step.except)
        except.push_back(name.toStdString());
    putMember(made, "except", std::move(except), !step.except.isEmpty());
    return made;
}

CollectionJson environmentsJson(const Collection &collection)
{
    if (!collection.environmentsFile.isEmpty())
        return collection.environmentsFile.toStdString();
    CollectionJson made = CollectionJson::object();
    for (const Environment &environment : collection.environments)
        made[environment.name.toStdString()] = variablesJson(environment.variables);
    return made;
}

} // namespace

QByteArray encodeCollection(const Collection &collection)
{
    CollectionJson made = parsedOr(collection.raw, CollectionJson::object());
    made["version"] = formatVersion;
    putMember(made, "name", collection.name.toStdString(), !collection.name.isEmpty());
    putMember(made, "description", collection.description.toStdString(), !collection.description.isEmpty());
    putMember(made, "variables", variablesJson(collection.variables), !collection.variables.isEmpty());
    putMember(made, "environments", environmentsJson(collection), !collection.environments.isEmpty() || !collection.environmentsFile.isEmpty());
    putMember(made, "answers", parsedOr(collection.answers, CollectionJson::object()), !collection.answers.isEmpty());
    CollectionJson steps = CollectionJson::array();
    for (const Step &step : collection.steps)
        steps.push_back(stepJson(step));
    made["steps"] = std::move(steps);
    return QByteArray::fromStdString(made.dump(2, ' ', false, CollectionJson::error_handler_t::replace)) + '\n';
}

} // namespace qd
