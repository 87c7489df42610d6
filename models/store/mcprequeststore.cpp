#include "mcprequeststore.h"

#include <algorithm>

namespace qd {

QString McpPendingRequest::summary() const
{
    switch (kind) {
    case Kind::Form:
    case Kind::Url: return elicitation.message;
    case Kind::Sampling: return sampling.messages.isEmpty() ? sampling.systemPrompt : sampling.messages.last().text;
    case Kind::Roots: break;
    }
    return QStringLiteral("roots/list");
}

const McpPendingRequest *McpRequestStore::request(quint64 id) const
{
    const auto found = std::find_if(m_requests.cbegin(), m_requests.cend(), [id](const McpPendingRequest &request) { return request.id == id; });
    return found == m_requests.cend() ? nullptr : &*found;
}

qsizetype McpRequestStore::waiting() const
{
    return std::count_if(m_requests.cbegin(), m_requests.cend(), [](const McpPendingRequest &request) { return request.status == McpPendingRequest::Status::Waiting; });
}

quint64 McpRequestStore::append(McpPendingRequest request)
{
    trim();
    request.id = ++m_lastId;
    emit aboutToAdd(m_requests.size());
    m_requests.append(request);
    emit added(request.id);
    return request.id;
}

void McpRequestStore::settle(quint64 id, McpPendingRequest::Status status, const QString &answer)
{
    for (qsizetype i = 0; i < m_requests.size(); ++i) {
        if (m_requests.at(i).id != id || m_requests.at(i).status != McpPendingRequest::Status::Waiting)
            continue;
        m_requests[i].status = status;
        m_requests[i].answer = answer;
        emit changed(i);
    }
}

void McpRequestStore::markDone(const McpServerId &server, const QString &elicitation)
{
    for (qsizetype i = 0; i < m_requests.size(); ++i) {
        McpPendingRequest &request = m_requests[i];
        if (request.kind != McpPendingRequest::Kind::Url || request.server != server || request.elicitation.id != elicitation || elicitation.isEmpty())
            continue;
        request.isDone = true;
        emit changed(i);
    }
}

/// The oldest that are over go first; what waits stays.
void McpRequestStore::trim()
{
    for (qsizetype i = 0; m_requests.size() >= maxKept && i < m_requests.size();) {
        if (m_requests.at(i).status == McpPendingRequest::Status::Waiting) {
            ++i;
            continue;
        }
        emit aboutToRemove(i);
        m_requests.removeAt(i);
        emit removed();
    }
}

} // namespace qd
