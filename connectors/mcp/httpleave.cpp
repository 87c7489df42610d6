#include "mcp/httpleave.h"

#include <utility>

namespace qd {

HttpLeave::HttpLeave(std::shared_ptr<HttpClient> client, Timers &timers, std::vector<std::unique_ptr<HttpPost>> words, std::optional<HttpRequest> farewell,
                     QObject *parent)
    : QObject(parent), m_client(std::move(client)), m_words(std::move(words)), m_farewell(std::move(farewell))
{
    for (const auto &word : m_words) {
        const HttpPost *post = word.get();
        m_untold.insert(post);
        connect(post, &HttpPost::answered, this, [this, post] { onTold(post); });
        connect(post, &HttpPost::ended, this, [this, post] { onTold(post); });
    }
    if (m_untold.empty())
        endSession();
    else
        timers.after(patience, this, [this] { endSession(); });
}

HttpLeave::~HttpLeave() = default;

void HttpLeave::onTold(const HttpPost *post)
{
    m_untold.erase(post);
    if (m_untold.empty())
        endSession();
}

void HttpLeave::endSession()
{
    if (std::exchange(m_isEnding, true))
        return;
    if (!m_farewell)
        return deleteLater();
    m_farewell->timeout = leaveTime;
    m_client->send(*std::exchange(m_farewell, std::nullopt), this, [this](const Result<HttpResponse> &) { deleteLater(); });
}

} // namespace qd
