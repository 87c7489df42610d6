#include "policycontroller.h"

#include "policy/policylint.h"
#include "policy/policymerge.h"
#include "policy/policycanonical.h"

#include <utility>

namespace qd {

namespace {

constexpr std::chrono::milliseconds lintRest{250};

PolicyState scopeState(const QString &key, const QString &label, const QString &caption)
{
    PolicyState state;
    state.key = key;
    state.label = label;
    state.caption = caption;
    return state;
}

PolicyVersion versionOf(const ObjectVersion &kept)
{
    const auto origin = kept.origin == ObjectVersion::Origin::Written ? PolicyVersion::Origin::Written
        : kept.origin == ObjectVersion::Origin::Draft                 ? PolicyVersion::Origin::Draft
                                                                      : PolicyVersion::Origin::Read;
    return {kept.number, kept.at, origin, kept.actor, kept.etag, kept.text};
}

} // namespace

PolicyController::PolicyController(const Parts &parts, QString actor, QObject *parent)
    : QObject(parent), m_parts(parts), m_writer(parts.apim, parts.guard, parts.history, parts.clock, std::move(actor))
{
    m_lintRest.setSingleShot(true);
    m_lintRest.setInterval(lintRest);
    connect(&m_lintRest, &QTimer::timeout, this, &PolicyController::lint);
    m_undoEnd.setSingleShot(true);
    m_undoEnd.setInterval(undoLasts);
    connect(&m_undoEnd, &QTimer::timeout, this, [this] {
        for (const PolicyState &state : m_parts.store.states())
            if (state.undo && state.undo->until <= m_parts.clock.now())
                change(state.key, [](PolicyState &changed) { changed.undo.reset(); });
    });
}

PolicyController::~PolicyController()
{
    for (Call *call : {&m_list, &m_read, &m_versions})
        call->cancel();
}

void PolicyController::change(const QString &key, const std::function<void(PolicyState &)> &change)
{
    const PolicyState *known = m_parts.store.state(key);
    if (!known)
        return;
    PolicyState state = *known;
    change(state);
    m_parts.store.apply(state);
}

void PolicyController::refreshScopes()
{
    if (!m_list.isFinished())
        return;
    m_list = m_parts.apim.service(this, [this](const Result<ApimService> &service) {
        if (!service)
            return m_parts.store.setListError(service.error());
        m_serviceId = service->id;
        m_list = m_parts.apim.apis(this, [this, service = *service](const Result<QList<ApimApi>> &apis) { onApis(service, apis); });
    });
}

void PolicyController::onApis(const ApimService &service, const Result<QList<ApimApi>> &apis)
{
    if (!apis)
        return m_parts.store.setListError(apis.error());
    m_scopes.clear();
    const QString serviceKey = policyResourceId(service.id, {});
    m_scopes.insert(serviceKey, {});
    QList<PolicyState> states{scopeState(serviceKey, service.name, tr("whole service"))};
    states.first().isService = true;
    for (const ApimApi &api : *apis) {
        const PolicyScope scope{.kind = PolicyScope::Kind::Api, .api = api.id};
        const QString key = policyResourceId(service.id, scope);
        m_scopes.insert(key, scope);
        const bool isMcp = api.type == QLatin1StringView("mcp");
        states.append(scopeState(key, api.displayName.isEmpty() ? api.id.value : api.displayName,
                                 (isMcp ? tr("MCP server, /%1") : tr("API, /%1")).arg(api.path)));
        states.last().isMcp = isMcp;
    }
    m_parts.store.setScopes(states);
    if (!m_wanted.isEmpty())
        openApi(std::exchange(m_wanted, {}));
    else if (m_parts.store.openKey().isEmpty())
        open(states.size() > 1 ? states.at(1).key : serviceKey);
}

void PolicyController::openApi(const ApiId &api)
{
    for (auto scope = m_scopes.cbegin(); scope != m_scopes.cend(); ++scope)
        if (scope->kind == PolicyScope::Kind::Api && scope->api.value.compare(api.value, Qt::CaseInsensitive) == 0)
            return open(scope.key());
    m_wanted = api;
}

void PolicyController::open(const QString &key)
{
    if (!m_scopes.contains(key))
        return;
    m_read.cancel();
    m_parts.store.open(key);
    reload();
    readVersions();
}

void PolicyController::reload()
{
    const QString key = m_parts.store.openKey();
    if (key.isEmpty())
        return;
    m_read.cancel();
    change(key, [](PolicyState &state) { state.phase = state.readAt ? state.phase : PolicyState::Phase::Loading; });
    m_read = m_parts.apim.readPolicy(m_scopes.value(key), this, [this, key](const Result<PolicyText> &text) { onRead(key, text); });
}

void PolicyController::onRead(const QString &key, const Result<PolicyText> &text)
{
    if (!text && text.error().kind == ErrorKind::Cancelled)
        return;
    const PolicyState *before = m_parts.store.state(key);
    const bool wasDirty = before && before->isDirty();
    change(key, [&](PolicyState &state) {
        state.error = text ? std::nullopt : std::optional(text.error());
        state.phase = text || state.readAt ? PolicyState::Phase::Ready : PolicyState::Phase::Failed;
        // A draft stands on the version that it was made from: its ETag goes with it, so that a change is noticed.
        if (!text || (wasDirty && state.readAt))
            return;
        state.live = state.draft = text->xml;
        state.etag = text->etag;
        state.readAt = m_parts.clock.now();
    });
    if (text)
        m_writer.record(key, ObjectVersion::Origin::Read, *text);
    if (!wasDirty)
        emit draftReplaced(key);
    lint();
    readVersions();
}

void PolicyController::readVersions()
{
    const QString key = m_parts.store.openKey();
    m_versions.cancel();
    m_versions = m_parts.history.versions(key, maxVersions, this, [this, key](const Result<QList<ObjectVersion>> &kept) {
        if (!kept || key != m_parts.store.openKey())
            return;
        QList<PolicyVersion> versions;
        for (const ObjectVersion &version : *kept)
            versions.append(versionOf(version));
        m_parts.store.setVersions(versions);
    });
}

void PolicyController::setDraft(const QString &text)
{
    change(m_parts.store.openKey(), [&text](PolicyState &state) { state.draft = text; });
    m_lintRest.start();
}

void PolicyController::lint()
{
    m_lintRest.stop();
    change(m_parts.store.openKey(), [](PolicyState &state) {
        state.findings = state.draft.isEmpty() ? QList<PolicyFinding>() : lintPolicy(state.draft, {state.isMcp, state.isService});
    });
}

void PolicyController::revert()
{
    const QString key = m_parts.store.openKey();
    if (const PolicyState *state = m_parts.store.state(key); state && state->isDirty())
        m_writer.record(key, ObjectVersion::Origin::Draft, {state->draft, state->etag, {}, {}});
    change(key, [](PolicyState &state) { state.draft = state.live; });
    emit draftReplaced(key);
    lint();
    readVersions();
}

void PolicyController::apply()
{
    lint();
    const PolicyState *state = m_parts.store.openState();
    if (!state || state->isWriting)
        return;
    if (!state->readAt)
        return emit refused(tr("The policy has not been read yet"));
    if (state->conflict)
        return emit refused(tr("Somebody else changed this policy: choose what to do first"));
    if (isSamePolicy(state->draft, state->live))
        return emit refused(tr("There is nothing to apply: the draft means what is live"));
    if (hasErrors(state->findings))
        return emit refused(tr("The service would refuse this policy, or it opens a hole: mend the errors first"));
    write(*state, state->draft, QStringLiteral("policy.apply"), tr("Apply the policy of %1").arg(state->label));
}

void PolicyController::write(const PolicyState &state, const QString &text, const QString &verb, const QString &title)
{
    const bool isDeletion = text.trimmed().isEmpty();
    const PolicyWrite what{.scope = m_scopes.value(state.key), .object = state.key, .base = {state.live, state.etag, {}, {}},
                           .text = isDeletion ? QString() : text,
                           .verb = isDeletion ? QStringLiteral("policy.delete") : verb,
                           .title = isDeletion ? tr("Delete the policy of %1").arg(state.label) : title,
                           .effects = {state.isService ? tr("Takes effect for every API of the service, within seconds")
                                                       : tr("Takes effect for every caller of %1, within seconds").arg(state.label)}};
    change(state.key, [](PolicyState &writing) {
        writing.isWriting = true;
        writing.error.reset();
    });
    m_write = m_writer.write(what, this, [this, what](const Result<PolicyWritten> &result) { onWritten(what, result); });
}

void PolicyController::onWritten(const PolicyWrite &what, const Result<PolicyWritten> &result)
{
    const PolicyState *known = m_parts.store.state(what.object);
    if (!known)
        return;
    PolicyState state = *known;
    state.isWriting = false;
    if (result && result->theirs)
        return conflict(state, what, *result->theirs);
    if (!result) {
        const bool isDeclined = result.error().kind == ErrorKind::Cancelled;
        state.error = isDeclined ? std::nullopt : std::optional(result.error());
        return m_parts.store.apply(state);
    }
    const bool isDraft = isSamePolicy(state.draft, what.text) || isSamePolicy(state.draft, what.base.xml);
    state.undo = PolicyUndo{what.base.xml, m_parts.clock.now() + undoLasts};
    state.live = result->now.xml;
    state.etag = result->now.etag;
    state.readAt = m_parts.clock.now();
    state.draft = isDraft ? state.live : state.draft;
    m_parts.store.apply(state);
    m_undoEnd.start();
    if (isDraft)
        emit draftReplaced(what.object);
    lint();
    readVersions();
    emit written(what.object, result->isVerified);
}

void PolicyController::conflict(PolicyState state, const PolicyWrite &what, const PolicyText &theirs)
{
    state.conflict = PolicyConflict{what.base.xml, what.text, theirs.xml, theirs.etag};
    m_parts.store.apply(state);
    readVersions();
}

void PolicyController::resolve(Resolution resolution)
{
    const QString key = m_parts.store.openKey();
    change(key, [resolution](PolicyState &state) {
        if (!state.conflict)
            return;
        const PolicyConflict conflict = *std::exchange(state.conflict, std::nullopt);
        state.live = conflict.theirs;
        state.etag = conflict.theirEtag;
        if (resolution == Resolution::TakeTheirs)
            state.draft = conflict.theirs;
        else if (resolution == Resolution::KeepMine)
            state.draft = conflict.mine;
        else
            state.draft = mergeLines(canonicalPolicyText(conflict.base), canonicalPolicyText(conflict.mine), canonicalPolicyText(conflict.theirs)).text;
    });
    emit draftReplaced(key);
    lint();
}

void PolicyController::restore(const PolicyVersion &version)
{
    const QString key = m_parts.store.openKey();
    change(key, [&version](PolicyState &state) { state.draft = version.text; });
    emit draftReplaced(key);
    lint();
    const PolicyState *state = m_parts.store.openState();
    if (!state || state->isWriting)
        return;
    if (isSamePolicy(state->draft, state->live))
        return emit refused(tr("That version is what is live"));
    write(*state, state->draft, QStringLiteral("policy.restore"), tr("Restore version %1 of the policy of %2").arg(version.number).arg(state->label));
}

void PolicyController::undo()
{
    const PolicyState *state = m_parts.store.openState();
    if (!state || state->isWriting)
        return;
    if (!state->undo || state->undo->until <= m_parts.clock.now())
        return emit refused(tr("There is nothing to undo; older versions are in the history"));
    write(*state, state->undo->text, QStringLiteral("policy.undo"), tr("Undo the last change of the policy of %1").arg(state->label));
}

} // namespace qd
