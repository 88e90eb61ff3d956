{{ geland('koppeling__kans') }}
