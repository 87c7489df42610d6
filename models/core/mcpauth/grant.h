#pragma once

namespace qd::oauth {

/// Which way a token is asked for.
enum class Grant { AuthorizationCode, ClientCredentials, EnterpriseManaged };

} // namespace qd::oauth
